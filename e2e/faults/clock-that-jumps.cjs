// For a process under test (NODE_OPTIONS=--require): its clock on the wall is off by what the file in BERTH_FAULT_CLOCK says, in milliseconds.
const { readFileSync } = require('node:fs')
const file = process.env['BERTH_FAULT_CLOCK']
const { now } = Date
const offset = () => {
  try {
    return Number(readFileSync(file, 'utf8')) || 0
  } catch {
    return 0
  }
}
const RealDate = Date
globalThis.Date = class extends RealDate {
  constructor(...parts) {
    if (parts.length === 0) super(now() + offset())
    else super(...parts)
  }
  static now() {
    return now() + offset()
  }
}
