import { describe, expect, it } from 'vitest'
import type { Check } from '../../shared/contract/doctor'
import { exitCode, report } from './doctor'

const check = (change: Partial<Check>): Check => ({
  ...{
    id: 'engine',
    state: 'fine',
    finding: 'engine-answers',
    params: {},
    evidence: 'seen',
    fixes: [],
    milliseconds: 3,
  },
  ...change,
})
const missing = check({
  ...{ id: 'toolkit', state: 'problem', finding: 'toolkit-missing', evidence: 'nvidia-ctk: not on the PATH' },
  fixes: [
    {
      id: 'install-toolkit',
      commands: ['sudo apt-get install nvidia-container-toolkit'],
      applies: 'no',
      source: 'guide',
    },
  ],
})
const late = check({ id: 'clock', state: 'unknown', finding: 'check-timed-out', params: { seconds: 15 } })

describe('berth doctor', () => {
  it('ends with 0 when healthy, 1 with problems, 2 when it could not look', () => {
    expect(exitCode([check({})])).toBe(0)
    expect(exitCode([check({}), check({ state: 'advice', finding: 'disk-low' })])).toBe(0)
    expect(exitCode([check({ state: 'unknown', finding: 'clock-unknown' })])).toBe(0)
    expect(exitCode([check({}), late])).toBe(2)
    expect(exitCode([check({}), check({ state: 'unknown', finding: 'cards-silent' })])).toBe(2)
    expect(exitCode([late, missing])).toBe(1)
  })

  it('says a line for what is fine, and all for what is not', () => {
    expect(report([check({ params: { product: 'docker', version: '28.3.2' } }), missing], false)).toBe(
      [
        '✓ Container engine          Docker 28.3.2 answers',
        '✗ NVIDIA Container Toolkit  The NVIDIA Container Toolkit is not installed',
        '    The driver works; what is missing is the part that hands the cards to containers. That is what “could not select device driver” means here.',
        '    | nvidia-ctk: not on the PATH',
        '    → Install the NVIDIA Container Toolkit. From NVIDIA’s own packages, registered with the engine, which is restarted.',
        '        sudo apt-get install nvidia-container-toolkit',
      ].join('\n'),
    )
  })
})
