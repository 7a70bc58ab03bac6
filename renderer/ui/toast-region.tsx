import { useEffect } from 'react'
import { CircleAlert, CircleCheck, Info, TriangleAlert, X } from 'lucide-react'
import { useText } from '../i18n'
import { Button, IconButton } from './button'
import { cx } from './class-names'
import type { Tone } from './surface'
import { text } from './text'
import { dismissToast, useToasts, type Toast } from './toasts'
import './toast.css'

const icons: Record<Tone, typeof Info> = {
  neutral: Info,
  accent: Info,
  good: CircleCheck,
  warn: TriangleAlert,
  bad: CircleAlert,
}

/** Where toasts appear; once in the app. */
export function ToastRegion() {
  const words = useText(text)
  const toasts = useToasts((state) => state.toasts)
  return (
    <section className="ui-toasts" aria-label={words.notifications} aria-live="polite">
      {toasts.map((toast) => (
        <ToastCard key={toast.id} toast={toast} />
      ))}
    </section>
  )
}

function ToastCard({ toast }: { toast: Toast }) {
  const words = useText(text)
  const { id, milliseconds } = toast
  useEffect(() => {
    if (milliseconds === null) return
    const timer = setTimeout(() => dismissToast(id), milliseconds)
    return () => clearTimeout(timer)
  }, [id, milliseconds])
  const Icon = icons[toast.tone]
  const run = () => {
    dismissToast(id)
    toast.action?.run()
  }
  return (
    <div
      className={cx('ui-toast', `ui-toast--${toast.tone}`)}
      role={toast.tone === 'bad' ? 'alert' : 'status'}
    >
      <Icon size={16} className="ui-toast-icon" aria-hidden />
      <div className="ui-grow">
        <div className="ui-strong ui-toast-title">{toast.title}</div>
        {toast.text !== undefined && <div className="ui-muted ui-toast-text">{toast.text}</div>}
        {toast.action && (
          <Button size="sm" className="ui-toast-action" onPress={run}>
            {toast.action.label}
          </Button>
        )}
      </div>
      <IconButton quiet size="sm" label={words.dismiss} onPress={() => dismissToast(id)}>
        <X size={14} aria-hidden />
      </IconButton>
    </div>
  )
}
