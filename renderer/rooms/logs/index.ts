// The log viewer: what a container wrote to its output, followed, searched and copied.
export { LogsView } from './logs-view'
