// Telling a terminal's own answers from what a person types.

/**
 * Device attributes (CSI … c), status and cursor position (CSI … n, R), modes (CSI … $y), window reports (CSI … t) and
 * strings (OSC, DCS) with their end. A person's arrow and function keys are CSI too, with other final letters.
 */
const answers = /\u001b(?:\[[?>=]?[\d;]*(?:[cnRt]|\$y)|[\]P][^\u0007\u001b]*(?:\u0007|\u001b\\))/gu
const focus = /^\u001b\[[IO]$/u

/** True for what xterm sends by itself: what a program asked for, and that the window has the focus or lost it. */
export function isReport(data: string): boolean {
  return data !== '' && (focus.test(data) || withoutAnswers(data) === '')
}

/** What is left when the answers to programs' questions are taken out. */
export function withoutAnswers(data: string): string {
  return data.replace(answers, '')
}
