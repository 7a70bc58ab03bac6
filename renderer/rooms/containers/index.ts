// The containers room: everything this engine runs, what it uses, and what may be done with it.
export { ContainersRoom } from './containers-room'
export { RemoveDialog } from './remove-dialog'
export { displayName, useContainerActions, type ContainerActions } from './actions'
export { cardsOf, gpusOf, isRunning, toneOf } from './rows'
export { stateWords } from './state-words'
