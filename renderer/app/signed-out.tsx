import { LogOut } from 'lucide-react'
import { useText } from '../i18n'
import type { Ending } from '../state'
import { Button, EmptyState } from '../ui'
import { text } from './signed-out.text'
import './signed-out.css'

/** In place of everything: this browser’s session has ended, and nothing of it is shown any more. */
export function SignedOut({ why }: { why: Ending }) {
  const words = useText(text)
  return (
    <main className="app-out" role="alert">
      <EmptyState
        icon={<LogOut size={20} aria-hidden />}
        title={words.titles[why]}
        text={
          <>
            {words.texts[why]}
            <br />
            {words.unhurt}
          </>
        }
        action={
          <div className="app-out-back">
            <p>{words.back}</p>
            <Button onPress={() => window.location.reload()}>{words.reload}</Button>
          </div>
        }
      />
    </main>
  )
}
