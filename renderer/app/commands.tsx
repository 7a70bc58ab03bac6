import type { ReactNode } from 'react'
import {
  Box,
  CalendarClock,
  Gpu,
  Languages,
  Moon,
  NotebookPen,
  Play,
  Rocket,
  FileSearch,
  Settings,
  Stethoscope,
  Sun,
  SunMoon,
  SquareTerminal,
  TimerReset,
} from 'lucide-react'
import type { SettingsPatch } from '../../shared/model/settings'
import { openDiagnostics } from '../diagnostics'
import { useText } from '../i18n'
import { useLaunch } from '../rooms/launch'
import {
  askInWorkspace,
  latest,
  navigate,
  openWorkspace,
  useAction,
  useCatalogue,
  useClient,
  useContainers,
} from '../state'
import { text } from './text'

export type Command = {
  key: string
  label: string
  also: string
  detail: string
  icon: ReactNode
  run: () => void
}
export type CommandSection = { key: string; title: string; commands: Command[] }

const size = 15

/** `also` holds the words of the other language and the field's, so that either finds the command. */
export function useCommands(): CommandSection[] {
  const sections = [usePlaceCommands(), useEnvironmentCommands(), useLaunchCommands(), useLookCommands()]
  return sections.filter((section) => section.commands.length > 0)
}

function usePlaceCommands(): CommandSection {
  const words = useText(text)
  const rooms = [
    { room: 'launch', icon: <Rocket size={size} />, also: 'launch catalogue 启动' },
    { room: 'containers', icon: <Box size={size} />, also: 'containers docker ps 容器' },
    { room: 'gpus', icon: <Gpu size={size} />, also: 'gpus nvidia-smi vram 显卡 显存' },
    {
      room: 'doctor',
      icon: <Stethoscope size={size} />,
      also: 'doctor check diagnose driver toolkit 诊断 检查',
    },
    { room: 'settings', icon: <Settings size={size} />, also: 'settings preferences 设置' },
  ] as const
  const commands = rooms.map(({ room, icon, also }) => ({
    key: `go-${room}`,
    label: words.rooms[room],
    also,
    detail: '',
    icon,
    run: () => navigate({ room }),
  }))
  const bundle: Command = {
    key: 'bundle',
    label: words.palette.bundle,
    also: 'diagnostic bundle log report bug 诊断 日志 报告',
    detail: '',
    icon: <FileSearch size={size} />,
    run: openDiagnostics,
  }
  return { key: 'go', title: words.palette.go, commands: [...commands, bundle] }
}

function useEnvironmentCommands(): CommandSection {
  const words = useText(text)
  const containers = latest(useContainers()) ?? []
  const commands = containers.flatMap(({ id, state, environment, image }): Command[] => {
    if (!environment || state !== 'running') return []
    const tab = { containerId: id, name: environment.name }
    const terminal: Command = {
      key: `terminal-${id}`,
      label: words.palette.terminalOf(environment.name),
      also: 'terminal shell 终端',
      detail: image,
      icon: <SquareTerminal size={size} />,
      run: () => openWorkspace(tab, 'terminal'),
    }
    const reserve: Command[] =
      environment.gpuUuids.length === 0
        ? []
        : [
            {
              key: `reserve-${id}`,
              label: words.palette.reserveFor(environment.name),
              also: 'lease reserve gpu cards 预留 显卡',
              detail: '',
              icon: <CalendarClock size={size} />,
              run: () => askInWorkspace(tab, 'reservation'),
            },
          ]
    if (!environment.jupyter) return [terminal, ...reserve]
    const reaper: Command = {
      key: `reaper-${id}`,
      label: words.palette.idleOf(environment.name),
      also: 'reaper idle kernels shut down 空闲 内核 关闭',
      detail: '',
      icon: <TimerReset size={size} />,
      run: () => askInWorkspace(tab, 'reaper'),
    }
    const jupyter: Command = {
      key: `open-${id}`,
      label: environment.name,
      also: 'jupyter notebook open 打开',
      detail: image,
      icon: <NotebookPen size={size} />,
      run: () => openWorkspace(tab),
    }
    return [jupyter, terminal, reaper, ...reserve]
  })
  return { key: 'environments', title: words.palette.environments, commands }
}

function useLaunchCommands(): CommandSection {
  const words = useText(text).palette
  const catalogue = latest(useCatalogue()) ?? []
  const launch = useLaunch()
  const commands = catalogue.map((entry) => ({
    key: `launch-${entry.id}`,
    label: words.launchEntry(entry.title),
    also: `${entry.image} launch 启动`,
    detail: entry.image,
    icon: <Play size={size} />,
    run: () => void launch.entry(entry),
  }))
  return { key: 'launch', title: words.launch, commands }
}

function useLookCommands(): CommandSection {
  const words = useText(text).palette
  const client = useClient()
  const update = useAction((patch: SettingsPatch) => client.settings.update(patch))
  const look = (key: string, label: string, icon: ReactNode, patch: SettingsPatch): Command => ({
    key,
    label,
    also: 'theme language appearance 主题 语言',
    detail: '',
    icon,
    run: () => void update.run(patch),
  })
  return {
    key: 'look',
    title: words.appearance,
    commands: [
      look('theme-light', words.theme.light, <Sun size={size} />, { theme: 'light' }),
      look('theme-dark', words.theme.dark, <Moon size={size} />, { theme: 'dark' }),
      look('theme-system', words.theme.system, <SunMoon size={size} />, { theme: 'system' }),
      look('language-en', words.language.en, <Languages size={size} />, { language: 'en' }),
      look('language-zh', words.language['zh-CN'], <Languages size={size} />, { language: 'zh-CN' }),
    ],
  }
}
