import { Component, type ReactNode } from 'react'
import { Bug } from 'lucide-react'
import { useText } from '../i18n'
import { Button, CodeBlock, EmptyState, Page, useErrorHelp } from '../ui'
import { text } from './text'

/** A fault in one room must not take the frame along: it is shown as what it is. */
export class RoomBoundary extends Component<{ children: ReactNode }, { fault: Error | null }> {
  override state: { fault: Error | null } = { fault: null }

  static getDerivedStateFromError(fault: unknown): { fault: Error } {
    return { fault: fault instanceof Error ? fault : new Error(String(fault)) }
  }

  override render(): ReactNode {
    const { fault } = this.state
    if (!fault) return this.props.children
    return <FaultPage fault={fault} onAgain={() => this.setState({ fault: null })} />
  }
}

function FaultPage(props: { fault: Error; onAgain: () => void }) {
  const words = useText(text)
  const help = useErrorHelp()
  return (
    <Page width="reading">
      <EmptyState
        icon={<Bug size={20} aria-hidden />}
        title={words.broken.title}
        text={words.broken.text}
        action={
          <>
            <Button onPress={props.onAgain}>{words.broken.again}</Button>
            {help && <Button onPress={help.openBundle}>{words.palette.bundle}</Button>}
          </>
        }
      />
      <CodeBlock code={props.fault.stack ?? props.fault.message} wrap />
    </Page>
  )
}
