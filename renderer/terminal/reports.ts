// Telling a terminal's own answers from what a person types.

/**
 * True for what xterm sends by itself when a program asks: device attributes (CSI … c), status and cursor position
 * (CSI … n, R), modes (CSI … $y), window reports (CSI … t), focus (CSI I, O) and strings (OSC, DCS). A person's arrow and
 * function keys are CSI too, with other final letters.
 */
export function isReport(data: string): boolean {
  return /^\u001b(?:\[[?>=]?[\d;]*(?:[cnRt]|\$y)|\[[IO]|[\]P])/u.test(data)
}
