import { describe, expect, it } from 'vitest'
import { fixIds } from '../../shared/model/doctor/findings'
import { familyOf, fixesWithoutEntry, fixFor } from './fixes'
import { recordedMachine, type Recorded } from './machine.test-support'

const release = (text: string, more: Recorded = {}): Recorded => ({
  ...more,
  files: { '/etc/os-release': text, ...more.files },
})
const debian = release('PRETTY_NAME="Debian GNU/Linux 12"\nID=debian\n', {
  files: { '/run/systemd/system/x': '' },
  programs: ['systemctl', 'curl', 'sysctl', 'pkexec'],
})
const shown = async (machine: Recorded, id: Parameters<typeof fixFor>[0]['id'], gaps = {}) =>
  (await fixFor({ id, gaps }, recordedMachine(machine), null)).shown

describe('fixes', () => {
  it('are all in the table, each with its source', async () => {
    expect(fixesWithoutEntry).toEqual([])
    for (const id of fixIds) expect((await shown(debian, id)).source).toMatch(/\S/)
  })

  it.each([
    ['ID=debian', 'debian'],
    ['ID=ubuntu\nID_LIKE=debian', 'ubuntu'],
    ['ID=linuxmint\nID_LIKE="ubuntu debian"', 'ubuntu'],
    ['ID="rocky"\nID_LIKE="rhel centos fedora"', 'rhel'],
    ['ID=fedora', 'fedora'],
    ['ID="opensuse-tumbleweed"\nID_LIKE="opensuse suse"', 'suse'],
    ['ID=manjaro\nID_LIKE=arch', 'arch'],
    ['ID=nixos', null],
  ])('%j is of family %s', async (text, family) => {
    expect(await familyOf(recordedMachine(release(text)))).toBe(family)
  })

  it('show what is run, word for word, with the engine restarted at the end', async () => {
    const { shown: fix, steps } = await fixFor(
      { id: 'install-toolkit' },
      recordedMachine({ ...debian, uid: 0 }),
      null,
    )
    expect(fix.applies).toBe('root')
    expect(fix.commands).toHaveLength(steps.length)
    expect(fix.commands.at(-1)).toBe('sudo systemctl restart docker')
    expect(fix.commands.at(-2)).toBe('sudo nvidia-ctk runtime configure --runtime=docker')
    expect(steps.at(-1)).toEqual({ argv: ['systemctl', 'restart', 'docker'], root: true, input: '' })
    expect(fix.commands.join('\n')).toContain(
      "sudo sed --in-place 's#deb https://#deb [signed-by=/usr/share/keyrings/nvidia-container-toolkit-keyring.asc] https://#g' /etc/apt",
    )
  })

  it('name the configuration file only where it is an unusual one', async () => {
    const gaps = { config: '/srv/docker.json' }
    expect((await shown(debian, 'configure-toolkit', gaps)).commands[0]).toBe(
      'sudo nvidia-ctk runtime configure --runtime=docker --config=/srv/docker.json',
    )
  })

  it('are applied by root, by pkexec where there is a screen to ask on, and else by a person', async () => {
    const applies = async (change: Recorded) =>
      (await shown({ ...debian, ...change }, 'restart-engine')).applies
    expect(await applies({ uid: 0 })).toBe('root')
    expect(await applies({})).toBe('no')
    expect(await applies({ env: { WAYLAND_DISPLAY: 'wayland-0' } })).toBe('pkexec')
    expect(await applies({ env: { DISPLAY: ':0' }, programs: ['systemctl'] })).toBe('no')
    expect((await shown({ ...debian, uid: 0 }, 'reboot')).applies).toBe('no')
  })

  it('are advice without commands where nothing is known of the system', async () => {
    expect(await shown(release('ID=nixos'), 'install-toolkit')).toMatchObject({ commands: [], applies: 'no' })
  })

  it('are not applied when a part of them has no way here', async () => {
    const bare = release('ID=debian', { uid: 0 })
    expect(await shown(bare, 'configure-toolkit')).toMatchObject({ applies: 'no' })
  })

  it('go to the user’s own engine where it runs without root', async () => {
    const { shown: fix } = await fixFor({ id: 'restart-engine' }, recordedMachine(debian), 'rootless')
    expect(fix).toMatchObject({ commands: ['systemctl --user restart docker'], applies: 'no' })
  })

  it('show what is written into a file', async () => {
    expect((await shown(debian, 'raise-inotify-watches')).commands[0]).toBe(
      "printf '%s\\n' fs.inotify.max_user_watches=524288 | sudo tee /etc/sysctl.d/60-berth-inotify-watches.conf",
    )
  })
})
