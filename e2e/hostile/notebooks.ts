// Notebooks that mean ill. One is never trusted, and nothing in it may run. The other one's cell is run by the person, as one runs
// a stranger's notebook: its script has the whole page of its own JupyterLab, and that is all it may have.
import { attack } from './attack'

export const secretOfTheVictim = 'the victim’s secret'

const cell = (fields: object) => ({ metadata: {}, ...fields })
const notebook = (cells: object[]) =>
  JSON.stringify({
    nbformat: 4,
    nbformat_minor: 4,
    metadata: { kernelspec: { name: 'python3', display_name: 'Python 3', language: 'python' } },
    cells,
  })
const output = (data: Record<string, string>) => ({ output_type: 'display_data', metadata: {}, data })

const did = (how: string) => `window.hostileRan=(window.hostileRan||[]).concat(${JSON.stringify(how)})`
const quoted = (script: string) => script.replaceAll('"', '&quot;')

/** What a notebook that came by mail shows as soon as it is opened. */
export const untrustedNotebook = notebook([
  cell({
    cell_type: 'code',
    execution_count: 1,
    source: 'shown()',
    outputs: [
      output({ 'application/javascript': did('application/javascript') }),
      output({ 'text/html': `<p>HTML output</p><script>${did('script')}</script>` }),
      output({ 'text/html': `<img src="x" onerror="${quoted(did('onerror'))}">` }),
      output({
        'text/html': `<svg onload="${quoted(did('svg'))}"><script>${did('svg script')}</script></svg>`,
      }),
      output({
        'image/svg+xml': `<svg xmlns="http://www.w3.org/2000/svg"><script>${did('image')}</script></svg>`,
      }),
      output({
        'text/html': `<iframe srcdoc="&lt;script&gt;parent.${quoted(did('srcdoc'))}&lt;/script&gt;"></iframe>`,
      }),
      output({
        'text/html': `<a id="js-link" href="javascript:${quoted(did('javascript link'))}">a script’s link</a>`,
      }),
      output({ 'text/html': `<a id="out-link" href="https://evil.example/" target="_blank">a link out</a>` }),
      output({ 'text/html': '<meta http-equiv="refresh" content="0; url=https://evil.example/refresh">' }),
      output({
        'text/html':
          '<base href="https://evil.example/"><form action="https://evil.example/"><input id="form-field" name="a"></form>',
      }),
      output({
        'text/html':
          '<button id="command" data-commandlinker-command="terminal:create-new" data-commandlinker-args="{}" data-command="terminal:create-new">a command</button>',
      }),
      output({ 'text/markdown': `<img src="x" onerror="${quoted(did('markdown output'))}">` }),
    ],
  }),
  cell({
    cell_type: 'markdown',
    source: `Hello <img src="x" onerror="${quoted(did('markdown'))}"> <script>${did('markdown script')}</script>`,
  }),
])

export const trustedNotebook = notebook([
  cell({
    cell_type: 'code',
    execution_count: null,
    outputs: [],
    source:
      "from IPython.display import Javascript, display\ndisplay(Javascript(open('/workspace/attack.js').read()))",
  }),
])

/** `element` is IPython's: the script ends when it has something to tell. */
export const attackScript = `window.hostileAttack = ${attack.toString()}; window.hostileReady = true`
