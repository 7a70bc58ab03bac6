// docs/reliability.md as text: one row a case, and the rows of what was not run again stay.

export type Row = { title: string; done: string; saw: string; seconds: string }

const head = `# What happens when something breaks

Each row is a case of \`npm run test:faults\`, which runs in \`npm test\`: it breaks something real on the rig (an engine of its own, with
simulated GPUs) and reads the screen as a person would. The rows are written by the suite from its own results
(\`BERTH_WRITE_RELIABILITY=1 npm run test:faults\`): what the screen said, and the seconds from the fault until it said so, as measured on
the machine of that run. Limits are in the cases.

| Case | What was done | What the user saw | Seconds |
| --- | --- | --- | --- |
`

export function tableOf(rows: readonly Row[]): string {
  return head + rows.map((row) => `| ${cells(row).map(escaped).join(' | ')} |\n`).join('')
}

export function rowsIn(text: string): Row[] {
  return text.split('\n').flatMap((line) => {
    if (!line.startsWith('| ') || line.startsWith('| Case |') || line.startsWith('| --- |')) return []
    const [title = '', done = '', saw = '', seconds = ''] = line
      .slice(2, -2)
      .split(/(?<!\\) \| /)
      .map((cell) => cell.replaceAll('\\|', '|'))
    return [{ title, done, saw, seconds }]
  })
}

const cells = ({ title, done, saw, seconds }: Row) => [title, done, saw, seconds]
const escaped = (cell: string) => cell.replaceAll(/\s+/g, ' ').replaceAll('|', '\\|')
