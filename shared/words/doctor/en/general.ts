// What every check may say.
import type { Findings } from '..'

export const general = {
  'cause-elsewhere': (of) => ({
    title: 'Not checked',
    text: `“${of('check')}” has to be in order first.`,
  }),
  'cpu-only': () => ({
    title: 'No NVIDIA card here',
    text: 'Nothing is wrong: environments run on the CPU.',
  }),
  'not-linux': () => ({
    title: 'Not on this system',
    text: 'This applies to Linux only.',
  }),
  'engine-remote': (of) => ({
    title: 'On another machine',
    text: `The engine at ${of('address')} is on another machine, whose files cannot be seen from here. Run berth doctor there.`,
  }),
  'check-timed-out': (of) => ({
    title: `No answer within ${of('seconds')} s`,
    text: 'The check was stopped, so it cannot tell. A busy or hanging machine does this; try it again.',
  }),
  'check-broke': (of) => ({
    title: 'The check itself failed',
    text: `It cannot tell whether this is in order: ${of('message')}`,
  }),
} satisfies Partial<Findings>
