import { expect, test } from 'vitest'
import { lockedPackages } from './lock'
import { makeSbom } from './sbom'

test('the bill of materials names what is bundled, all of it and nothing else', async () => {
  const sbom = await makeSbom('berth')
  const bundled = (await lockedPackages()).filter(({ dev }) => !dev)
  const listed = new Set(sbom.components.map(({ name, version }) => `${name}@${version}`))
  expect([...listed].sort()).toEqual(
    [...new Set(bundled.map(({ name, version }) => `${name}@${version}`))].sort(),
  )
  expect(sbom.metadata.component.name).toBe('berth')
  const direct = sbom.dependencies.find(({ ref }) => ref === sbom.metadata.component['bom-ref'])
  expect(direct?.dependsOn.some((ref) => ref.startsWith('zod@'))).toBe(true)
})
