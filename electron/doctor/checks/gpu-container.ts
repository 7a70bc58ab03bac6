// Does a container with GPUs really start and see them: the proof of everything before it.
import { fine, notApplicable, problem, type DoctorCheck } from '../check'

export const gpuContainerCheck: DoctorCheck = {
  id: 'gpu-container',
  after: [
    'driver',
    'driver-versions',
    'cards',
    'engine',
    'engine-setup',
    'toolkit',
    'toolkit-configured',
    'engine-restarted',
    'cdi',
  ],
  milliseconds: 60_000,
  async run(look) {
    const start = await look.gpuStart()
    const { evidence } = start
    switch (start.is) {
      case 'no-image':
        return notApplicable('gpu-container-no-image', { evidence })
      case 'runs':
        return start.cards === null
          ? fine('gpu-container-starts', { params: { image: start.image }, evidence })
          : fine('gpu-container-runs', { params: { image: start.image, count: start.cards }, evidence })
      case 'refused':
        return problem('gpu-container-fails', {
          params: { image: start.image, message: start.message },
          evidence,
        })
      case 'blind':
        return problem('gpu-container-blind', {
          params: { image: start.image, message: start.message },
          evidence,
        })
    }
  },
}
