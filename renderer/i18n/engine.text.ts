import { defineText } from './text'

/** Where an engine was looked for, and which program answered. */
export const engineSources = defineText({
  en: {
    settings: 'Settings',
    DOCKER_HOST: 'DOCKER_HOST',
    context: 'Docker context',
    system: 'System socket',
    rootless: 'Rootless socket',
    desktop: 'Docker Desktop',
    podman: 'Podman',
  },
  zhCN: {
    settings: '设置',
    DOCKER_HOST: 'DOCKER_HOST',
    context: 'Docker context',
    system: '系统套接字',
    rootless: 'rootless 套接字',
    desktop: 'Docker Desktop',
    podman: 'Podman',
  },
})
