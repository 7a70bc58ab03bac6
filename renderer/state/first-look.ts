import type { App } from './provider'
import type { Watch } from './watch'

/** Milliseconds: from then on a waiting screen tells more than none. */
const longest = 250
/** Milliseconds for which what was asked for stays open, for the screens to take over. */
const handingOver = 2000

/**
 * Asks for what the first screen shows, so that it is drawn once with all of it and not anew for every answer. Fulfilled when
 * that is here, or has taken too long.
 */
export function firstLook({ watches }: App): Promise<void> {
  const { engine, settings, catalogue, containers, tasks, alerts, leases, facts, gpus } = watches
  const wanted = [engine, settings, catalogue]
  return new Promise((resolve) => {
    const look = () => {
      if (wanted.every(answered)) resolve()
    }
    const looking: Watch<unknown>[] = [...wanted, containers, tasks, alerts, leases, facts, gpus]
    const leave = looking.map((watch) => watch.subscribe(look))
    setTimeout(resolve, longest)
    setTimeout(() => leave.forEach((each) => each()), handingOver)
    look()
  })
}

function answered(watch: Watch<unknown>): boolean {
  return watch.get().is !== 'waiting'
}
