import { useEffect, useRef } from 'react'
import type { LaunchTask } from '../../shared/contract/launch'
import { useFormat, useLanguage, useText, wordRefusal } from '../i18n'
import { latest, navigate, openWorkspace, useLaunchTasks, usePlaces } from '../state'
import { showToast } from '../ui'
import { text } from './text'

/** Tells about a launch that ended while the person was elsewhere; opens it for the one who waited. */
export function LaunchNews() {
  const words = useText(text)
  const format = useFormat()
  const language = useLanguage()
  const tasks = latest(useLaunchTasks())
  const before = useRef<Map<string, LaunchTask['state']['is']> | null>(null)
  useEffect(() => {
    if (!tasks) return
    const last = before.current
    before.current = new Map(tasks.map((task) => [task.id, task.state.is]))
    // What had ended before this page opened is no news.
    if (!last) return
    for (const task of tasks) {
      const was = last.get(task.id)
      if (was === task.state.is) continue
      const { place } = usePlaces.getState()
      const watching = place.room === 'progress' && place.taskId === task.id
      if (task.state.is === 'done') {
        const tab = { containerId: task.state.containerId, name: task.name }
        const show = task.state.jupyter ? 'jupyter' : 'terminal'
        if (watching) openWorkspace(tab, show)
        else
          showToast({
            tone: 'good',
            title: words.task.ready(task.name),
            text: words.task.readyIn(format.duration(task.state.seconds)),
            milliseconds: 8_000,
            action: { label: words.task.open, run: () => openWorkspace(tab, show) },
          })
      }
      // Without an engine the doctor comes to stand where the launch's page was.
      if (task.state.is === 'failed' && (!watching || task.state.refusal.code === 'EngineDown')) {
        showToast({
          tone: 'bad',
          title: words.task.failed(task.name),
          text: wordRefusal(task.state.refusal, language).cause,
          action: { label: words.task.show, run: () => navigate({ room: 'progress', taskId: task.id }) },
        })
      }
    }
  }, [tasks, words, format, language])
  return null
}
