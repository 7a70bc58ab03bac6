// The facts of an image, from what its manifest and config say: its environment first, then its labels, then what the
// catalogue knows, and the tag as a last resort (tags lie, and an image's own environment does not).
import { torchBuild, wheelCuda } from './capability'
import { requirementOf } from './read-requirement'
import { buildsTorchItself, tagFacts } from './tags'
import type { ImageFacts } from './types'
import { leadingVersion } from './versions'

/** What the catalogue knows of an image; its entries (CatalogueEntry of the launch contract) fit as they are. */
export type KnownImage = {
  origin: 'catalogue' | 'user' | 'rig'
  kind: string
  cuda: string | null
  framework: string | null
  minDriver: string | null
  architectures: readonly string[]
}

export type ImageSource = {
  reference: string
  /** As the config has it: 'NAME=value'. */
  env: readonly string[]
  labels: Readonly<Record<string, string>>
  /** As OCI names them, of the manifest or the index; [] where it was not read. */
  architectures: readonly string[]
  catalogue: KnownImage | null
}

type Fact<Value> = { value: Value; from: 'env' | 'label' | 'catalogue' | 'tag'; seen: string }
type Read = { env: ReadonlyMap<string, string>; source: ImageSource; tag: ReturnType<typeof tagFacts> }

export function readImage(source: ImageSource): ImageFacts {
  const env = new Map(source.env.map(splitVariable))
  const read = { env, source, tag: tagFacts(source.reference) }
  const [cuda, torch] = [cudaFact(read), torchFact(read)]
  const required = requirementOf(env)
  const known = source.catalogue
  return {
    reference: source.reference,
    architectures: [
      ...(source.architectures.length > 0 ? source.architectures : (known?.architectures ?? [])),
    ],
    architecturesFrom: source.architectures.length > 0 ? 'image' : 'catalogue',
    cuda,
    torch,
    ...kernelFacts(read, cuda, torch),
    require: required && { value: required.requirement, from: 'env', seen: required.seen },
    leastDriver: known?.minDriver
      ? { value: known.minDriver, from: 'catalogue', seen: known.minDriver }
      : null,
    forwardCompat: fromEnv(env, ['NV_CUDA_COMPAT_PACKAGE', '_CUDA_COMPAT_PATH'], (value) => value),
    gpu: gpuFact(read, cuda),
  }
}

function cudaFact({ env, source, tag }: Read): Fact<string> | null {
  const known = source.catalogue?.cuda
  return (
    fromEnv(env, ['CUDA_VERSION', 'NV_CUDA_LIB_VERSION'], (value) => leadingVersion(value)) ??
    // The runtime library's own number, 12.1.105, has nothing of the toolkit's third component.
    fromEnv(env, ['NV_CUDA_CUDART_VERSION'], (value) => leadingVersion(value, 2)) ??
    fromEnv(env, ['PYTORCH_VERSION', 'TORCH_VERSION'], wheelCuda) ??
    fromLabel(source.labels, ['com.nvidia.cuda.version'], (value) => leadingVersion(value)) ??
    (known ? readAs(known, 'catalogue', `CUDA ${known}`, (value) => leadingVersion(value)) : null) ??
    tag.cuda
  )
}

function torchFact({ env, source, tag }: Read): Fact<string> | null {
  const framework = source.catalogue?.framework ?? ''
  const version = /^PyTorch (\d[\w.+]*)$/.exec(framework)?.[1]
  const asWritten = (value: string) => (/^v?\d+\.\d+/.test(value) ? value.replace(/^v/, '') : null)
  return (
    // NVIDIA_PYTORCH_VERSION (25.10) is NVIDIA's release, not PyTorch's version.
    fromEnv(env, ['PYTORCH_VERSION', 'PYTORCH_BUILD_VERSION', 'TORCH_VERSION'], asWritten) ??
    fromLabel(source.labels, ['com.nvidia.pytorch.version'], asWritten) ??
    (version ? { value: version, from: 'catalogue', seen: framework } : null) ??
    tag.torch
  )
}

function kernelFacts(
  { env, source }: Read,
  cuda: Fact<string> | null,
  torch: Fact<string> | null,
): Pick<ImageFacts, 'capabilities' | 'ptx'> {
  const listed = fromEnv(env, ['TORCH_CUDA_ARCH_LIST'], archList)
  if (listed) {
    const { value, ...evidence } = listed
    return {
      capabilities: { value: value.kernels, ...evidence },
      ptx: { value: value.ptx, ...evidence },
    }
  }
  const torchCuda = torch ? (wheelCuda(torch.value) ?? cuda?.value) : undefined
  const own = buildsTorchItself(source.reference) || env.has('NVIDIA_PYTORCH_VERSION')
  const build = torch && torchCuda && !own ? torchBuild(torch.value, torchCuda) : null
  if (!build || !torch) return { capabilities: null, ptx: null }
  const from = cuda && torchCuda === cuda.value ? weaker(torch.from, cuda.from) : torch.from
  const seen = `PyTorch ${torch.value}, CUDA ${torchCuda ?? ''}`
  return {
    capabilities: { value: build.capabilities, from, seen },
    ptx: { value: build.ptx, from, seen },
  }
}

function gpuFact({ env, source, tag }: Read, cuda: Fact<string> | null): Fact<boolean> | null {
  const asked = fromEnv(env, ['NVIDIA_REQUIRE_CUDA', 'NVIDIA_DRIVER_CAPABILITIES'], () => true)
  if (asked) return asked
  const needed = fromLabel(source.labels, ['com.nvidia.volumes.needed'], () => true)
  if (needed) return needed
  if (cuda && cuda.from !== 'tag') return { ...cuda, value: true }
  const known = source.catalogue
  if (known?.origin === 'catalogue') {
    return { value: known.cuda !== null, from: 'catalogue', seen: known.cuda ? `CUDA ${known.cuda}` : '' }
  }
  return tag.gpu
}

/** '7.5 8.0 9.0a 12.0+PTX' or with semicolons; names of families (Volta) and anything else are left out. */
function archList(value: string): { kernels: string[]; ptx: boolean } | null {
  const parts = value.split(/[\s;,]+/)
  const kernels = parts.flatMap((part) => /^(\d+\.\d[af]?)(?:\+PTX)?$/i.exec(part)?.[1] ?? [])
  return kernels.length > 0 ? { kernels, ptx: parts.some((part) => /\+PTX$/i.test(part)) } : null
}

function fromEnv<Value>(
  env: ReadonlyMap<string, string>,
  names: readonly string[],
  parse: (text: string) => Value | null,
): Fact<Value> | null {
  for (const name of names) {
    const text = env.get(name)
    const fact = text ? readAs(text, 'env', `${name}=${text}`, parse) : null
    if (fact) return fact
  }
  return null
}

function fromLabel<Value>(
  labels: Readonly<Record<string, string>>,
  names: readonly string[],
  parse: (text: string) => Value | null,
): Fact<Value> | null {
  for (const name of names) {
    const text = labels[name]
    const fact = text ? readAs(text, 'label', `${name}=${text}`, parse) : null
    if (fact) return fact
  }
  return null
}

function readAs<Value>(
  text: string,
  from: Fact<Value>['from'],
  seen: string,
  parse: (text: string) => Value | null,
): Fact<Value> | null {
  const value = parse(text)
  return value === null ? null : { value, from, seen }
}

const ORIGINS: readonly Fact<unknown>['from'][] = ['env', 'label', 'catalogue', 'tag']

function weaker(a: Fact<unknown>['from'], b: Fact<unknown>['from']): Fact<unknown>['from'] {
  return ORIGINS.indexOf(a) > ORIGINS.indexOf(b) ? a : b
}

function splitVariable(variable: string): [string, string] {
  const at = variable.indexOf('=')
  return at < 0 ? [variable, ''] : [variable.slice(0, at), variable.slice(at + 1)]
}
