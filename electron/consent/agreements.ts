import { holdsPath } from '../../shared/model/launch'
import type { Agreements } from '../services'

export function createAgreements(): Agreements {
  const agreed: Parameters<Agreements['add']>[0][] = []
  return {
    covers: ({ path, readOnly }) =>
      agreed.some(
        (one) =>
          (one.within === true ? holdsPath(one.path, path) : one.path === path) &&
          (readOnly || !one.readOnly),
      ),
    add: (path) => void agreed.push(path),
    hostTerminals: false,
  }
}
