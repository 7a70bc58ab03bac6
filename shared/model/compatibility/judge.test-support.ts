// Cards, machines and images for the tests of the judge.
import type { ImageSource, KnownImage } from './read-image'
import type { CompatCard, CompatHost } from './types'

export type Asked = Partial<ImageSource> & { reference: string }

const card = (uuid: string, name: string, capability: string | null): CompatCard => ({
  uuid,
  name,
  capability,
})

export const cards = {
  k80: card('k80', 'Tesla K80', '3.7'),
  m40: card('m40', 'Tesla M40', '5.2'),
  p100: card('p100', 'Tesla P100-SXM2-16GB', '6.0'),
  gtx1080ti: card('gtx1080ti', 'NVIDIA GeForce GTX 1080 Ti', '6.1'),
  v100: card('v100', 'Tesla V100-SXM2-32GB', '7.0'),
  t4: card('t4', 'Tesla T4', '7.5'),
  a100: card('a100', 'NVIDIA A100-SXM4-80GB', '8.0'),
  rtx3090: card('rtx3090', 'NVIDIA GeForce RTX 3090', '8.6'),
  rtx4090: card('rtx4090', 'NVIDIA GeForce RTX 4090', '8.9'),
  h100: card('h100', 'NVIDIA H100 80GB HBM3', '9.0'),
  gh200: card('gh200', 'NVIDIA GH200 120GB', '9.0'),
  b200: card('b200', 'NVIDIA B200', '10.0'),
  b300: card('b300', 'NVIDIA B300 SXM6 AC', '10.3'),
  thor: card('thor', 'NVIDIA Thor', '11.0'),
  rtx5090: card('rtx5090', 'NVIDIA GeForce RTX 5090', '12.0'),
  gb10: card('gb10', 'NVIDIA GB10', '12.1'),
  /** As a driver before 470 gives it: no 'NVIDIA ', no capability. */
  oldName: card('oldName', 'GeForce RTX 3090', null),
  nameless: card('nameless', 'Graphics Device', null),
}

export function machine(
  driver: string | null,
  installed: CompatCard[],
  others: Partial<CompatHost> = {},
): CompatHost {
  return {
    architecture: 'amd64',
    driver,
    driverKnown: true,
    cards: installed,
    driverPlatform: 'linux',
    ...others,
  }
}

/** An image with this CUDA inside, and the hook's check switched off, so that the driver alone decides. */
export function userSpace(cuda: string): Asked {
  return { reference: 'acme/app:1', env: [`CUDA_VERSION=${cuda}`, 'NVIDIA_DISABLE_REQUIRE=1'] }
}

/** The runtime image of pytorch/pytorch: the version in the environment, CUDA in the tag only, as its Dockerfile has it. */
export function torch(version: string, cuda: string): Asked {
  return {
    reference: `docker.io/pytorch/pytorch:${version}-cuda${cuda}-cudnn9-runtime`,
    env: [
      `PYTORCH_VERSION=${version}`,
      'NVIDIA_VISIBLE_DEVICES=all',
      'NVIDIA_DRIVER_CAPABILITIES=compute,utility',
    ],
    architectures: ['amd64'],
  }
}

export function known(facts: Partial<KnownImage>): KnownImage {
  return {
    origin: 'catalogue',
    kind: 'pytorch',
    cuda: null,
    framework: null,
    minDriver: null,
    architectures: [],
    ...facts,
  }
}

export function source(asked: Asked): ImageSource {
  return { env: [], labels: {}, architectures: [], catalogue: null, ...asked }
}
