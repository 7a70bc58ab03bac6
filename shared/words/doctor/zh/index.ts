import type { DoctorWords } from '..'
import { cards } from './cards'
import { engine } from './engine'
import { fixes } from './fixes'
import { general } from './general'
import { machine } from './machine'
import { toolkit } from './toolkit'

export const doctorChinese: DoctorWords = {
  checks: {
    engine: '容器引擎',
    'engine-version': '引擎版本',
    'engine-setup': '引擎配置',
    disk: '磁盘空间',
    driver: 'NVIDIA 驱动',
    'driver-versions': '驱动与库的版本',
    cards: '每张显卡都有响应',
    toolkit: 'NVIDIA Container Toolkit',
    'toolkit-configured': '引擎已识别 Toolkit',
    'engine-restarted': '引擎已重启生效',
    cdi: 'CDI 描述文件',
    'gpu-container': 'GPU 容器可启动',
    'cgroup-hazard': 'systemd 重载后 GPU 不丢失',
    persistence: '持久模式',
    registry: '镜像仓库',
    clock: '系统时钟',
    inotify: '文件监视',
    shm: '共享内存',
    wsl: 'WSL 2',
  },
  findings: { ...general, ...engine, ...cards, ...toolkit, ...machine },
  fixes,
}
