// The program as an image would run it: this machine's Python, with a torch that is made up of a few lines.
import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { checkMark, checkProgram } from './check-program'
import { readFindings, readSmi } from './check-result'

const execute = promisify(execFile)
const python = await execute('python3', ['-c', 'import sys; print(sys.executable)']).then(
  ({ stdout }) => stdout.trim(),
  () => null,
)
if (python === null) process.stderr.write('The check’s program is not tested: no python3 on PATH\n')

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'berth-check-'))
  await mkdir(join(folder, 'bin'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

/** Nothing of this machine's own packages or programs is seen but the interpreter. */
async function run() {
  const env = {
    PYTHONPATH: folder,
    PATH: join(folder, 'bin'),
    LD_LIBRARY_PATH: folder,
    PYTHONNOUSERSITE: '1',
  }
  const { stdout } = await execute(python ?? '', ['-c', checkProgram], { env })
  return { found: readFindings(stdout), stdout }
}
const program = (name: string, text: string) =>
  writeFile(join(folder, 'bin', name), `#!/bin/sh\n${text}\n`, { mode: 0o755 })
const torch = (text: string) => writeFile(join(folder, 'torch.py'), text)

/** Numbers of 1024 by 1024 are not multiplied here: a matrix is one number, and its shape nobody asks for. */
const fakeTorch = (change: { count?: number; wrong?: string; init?: string } = {}) => `
__version__ = '2.9.1+cu128'
class version: cuda = '12.8'
class Number(float):
    def to(self, device): return Number(self)
    def cpu(self): return self
    def abs(self): return Number(abs(float(self)))
    def max(self): return self
    def __getitem__(self, part): return self
    def __sub__(self, other): return Number(float(self) - float(other))
    def __matmul__(self, other): return Number(float(self) * float(other))
def randn(a, b): return Number(3)
class cuda:
    def is_available(): return ${(change.count ?? 2) > 0 ? 'True' : 'False'}
    def init(): ${change.init ?? 'pass'}
    def device_count(): return ${change.count ?? 2}
    def get_device_name(i): return 'NVIDIA H100'
    def get_device_capability(i): return (9, 0)
    def synchronize(i):
        ${change.wrong ?? 'pass'}
`

describe.skipIf(python === null)('the program of the check', () => {
  it('asks torch where it is there, for each card', async () => {
    await torch(fakeTorch())
    const { found } = await run()
    expect(found).toMatchObject({ by: 'torch', torch: '2.9.1+cu128', cuda: '12.8' })
    expect(found?.cards).toHaveLength(2)
    expect(found?.cards[1]).toMatchObject({ name: 'NVIDIA H100', capability: '9.0', error: '' })
    expect(found?.cards[1]?.productSeconds).toBeGreaterThanOrEqual(0)
  })

  it('says of one card what went wrong there, and goes on with the next', async () => {
    const text = 'CUDA error: no kernel image is available for execution on the device\\nmore'
    await torch(fakeTorch({ wrong: `if i == 0: raise RuntimeError('${text}')` }))
    const { found } = await run()
    expect(found?.cards.map(({ error }) => error)).toEqual([
      'CUDA error: no kernel image is available for execution on the device',
      '',
    ])
    expect(found?.cards[0]?.productSeconds).toBeNull()
  })

  it('a torch that reaches no card stands beside the cards that the driver lists', async () => {
    await program('nvidia-smi', 'echo "NVIDIA A100-SXM4-80GB, 8.0"')
    const init = "raise AssertionError('Torch not compiled with CUDA enabled')"
    await torch(fakeTorch({ count: 0, init }))
    const { found } = await run()
    expect(found?.by).toBe('torch')
    expect(found?.cards).toEqual([
      {
        ...{ name: 'NVIDIA A100-SXM4-80GB', capability: '8.0', productSeconds: null },
        error: 'Torch not compiled with CUDA enabled',
      },
    ])
  })

  it('a torch that cannot be imported says why in the text, and nvidia-smi answers', async () => {
    await torch("raise ImportError('libcudnn.so.9: cannot open shared object file')")
    await program(
      'nvidia-smi',
      'case "$1" in *compute_cap*) exit 2;; esac; echo "Tesla K80"; echo "Tesla K80"',
    )
    const { found, stdout } = await run()
    expect(found).toMatchObject({ by: 'nvidia-smi', cards: [{ name: 'Tesla K80', capability: null }, {}] })
    expect(stdout).toContain('libcudnn.so.9')
  })

  it('without torch, tool and library it has found nothing, and says what it missed', async () => {
    const { found, stdout } = await run()
    expect(found).toEqual({ by: 'nothing', torch: null, cuda: null, cards: [] })
    for (const way of ['by_torch', 'by_smi', 'by_libcuda']) expect(stdout).toContain(way)
  })
})

const torchPython = process.env['BERTH_TORCH_PYTHON'] ?? 'python3'
const whyNoTorch = await execute(torchPython, ['-c', 'import torch']).then(
  () => null,
  () => `${torchPython} has no torch (BERTH_TORCH_PYTHON names another)`,
)
if (whyNoTorch !== null) process.stderr.write(`The check is not tried with a real torch: ${whyNoTorch}\n`)

describe.skipIf(whyNoTorch !== null)('a real torch', () => {
  it('answers the program, and a product on the CPU in place of a card comes out right, and wrong when it is', async () => {
    const { stdout } = await execute(torchPython, ['-c', checkProgram], { timeout: 60_000 })
    expect(readFindings(stdout)).toMatchObject({
      by: 'torch',
      torch: expect.stringMatching(/^\d+\./) as string,
    })
    const product = checkProgram.slice(0, checkProgram.indexOf('def by_torch'))
    const onCpu = `${product.replace("'cuda:%d' % index", "'cpu'")}
import torch
torch.cuda.synchronize = lambda index: None
print(product(torch, 0)[1])
real = torch.Tensor.to
torch.Tensor.to = lambda self, device: real(self, device) * 1.1
print(product(torch, 0)[1])`
    const [right, wrong] = (await execute(torchPython, ['-c', onCpu], { timeout: 60_000 })).stdout.split('\n')
    expect(right).toBe('')
    expect(wrong).toMatch(/the product is wrong by \d/)
  }, 120_000)
})

describe('what was printed', () => {
  it('is read among whatever else was, and not when it was cut off', () => {
    const line = `${checkMark}${JSON.stringify({ by: 'torch', torch: '2', cuda: null, cards: [] })}`
    expect(readFindings(`== banner ==\n${line}\nwarning`)).toMatchObject({ by: 'torch' })
    for (const output of ['', line.slice(0, -5), `${checkMark}{"by":"magic"}`, 'x'.repeat(1000)])
      expect(readFindings(output)).toBeNull()
  })

  it('by nvidia-smi alone is read as cards, and an error text is none', () => {
    expect(readSmi('NVIDIA A100, 8.0\nQuadro, odd name, [N/A]\n')?.cards).toEqual([
      { name: 'NVIDIA A100', capability: '8.0', productSeconds: null, error: '' },
      { name: 'Quadro, odd name', capability: null, productSeconds: null, error: '' },
    ])
    expect(readSmi('Failed to initialize NVML: Unknown Error')).toBeNull()
    expect(readSmi('')).toBeNull()
  })
})
