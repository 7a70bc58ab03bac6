import { extract } from 'tar-stream'
import { expect, it } from 'vitest'
import { filesFor } from './files'

const runAs = { uid: 1000, gid: 1000, name: 'ada', files: { uid: 1000, gid: 1000 } }
const inside = { jupyterLab: '/usr/bin/jupyter-lab', shell: '/bin/sh', passwd: '', group: '' }

async function namesIn(tar: Buffer): Promise<string[]> {
  const unpack = extract()
  unpack.end(tar)
  const names: string[] = []
  for await (const entry of unpack) {
    names.push(entry.header.name)
    entry.resume()
  }
  return names
}

const namesWith = async (mountedAt: string[]) =>
  await namesIn(await filesFor({ runAs, inside, token: 'secret', secrets: new Map(), mountedAt }))

it('makes a home for the container’s user', async () => {
  expect(await namesWith(['/workspace'])).toContain('home/berth/')
})

it('leaves a folder that is mounted as the home, or in it, as the person has it', async () => {
  const own = ['etc/passwd', 'etc/group', 'run/berth/', 'run/berth/token']
  expect(await namesWith(['/home/berth'])).toEqual(own)
  expect(await namesWith(['/home/berth/.jupyter'])).toEqual(['home/berth/', ...own])
})
