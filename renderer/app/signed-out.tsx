import { LogOut } from 'lucide-react'
import { useText } from '../i18n'
import type { Ending } from '../state'
import { Button, EmptyState, Page } from '../ui'
import { text } from './signed-out.text'

/** In place of everything: this browser’s session has ended, and nothing of it is shown any more. */
export function SignedOut({ why }: { why: Ending }) {
  const words = useText(text)
  return (
    <Page width="reading">
      <div role="alert">
        <EmptyState
          icon={<LogOut size={20} aria-hidden />}
          title={words.titles[why]}
          text={
            <>
              {words.texts[why]} {words.unhurt}
            </>
          }
        />
        <EmptyState
          icon={null}
          title={words.back}
          text={words.backText}
          action={<Button onPress={() => window.location.reload()}>{words.reload}</Button>}
        />
      </div>
    </Page>
  )
}
