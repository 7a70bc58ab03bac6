import type { DoctorWords } from '..'
import { cards } from './cards'
import { engine } from './engine'
import { fixes } from './fixes'
import { general } from './general'
import { machine } from './machine'
import { toolkit } from './toolkit'

export const doctorEnglish: DoctorWords = {
  checks: {
    engine: 'Container engine',
    'engine-version': 'Engine version',
    'engine-setup': 'Engine setup',
    disk: 'Disk space',
    driver: 'NVIDIA driver',
    'driver-versions': 'Driver and library versions',
    cards: 'Every card answers',
    toolkit: 'NVIDIA Container Toolkit',
    'toolkit-configured': 'Toolkit known to the engine',
    'engine-restarted': 'Engine restarted since',
    cdi: 'CDI specifications',
    'gpu-container': 'A GPU container starts',
    'cgroup-hazard': 'GPUs survive a systemd reload',
    persistence: 'Persistence mode',
    registry: 'Registries',
    clock: 'Clock',
    inotify: 'File watches',
    shm: 'Shared memory',
    wsl: 'WSL 2',
  },
  findings: { ...general, ...engine, ...cards, ...toolkit, ...machine },
  fixes,
}
