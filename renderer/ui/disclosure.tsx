import type { ReactNode } from 'react'
import { Button as AriaButton } from 'react-aria-components/Button'
import { Disclosure as AriaDisclosure, DisclosurePanel } from 'react-aria-components/Disclosure'
import { ChevronRight } from 'lucide-react'
import './surface.css'

/** More, one click below. */
export function Disclosure(props: { title: ReactNode; children: ReactNode; open?: boolean }) {
  return (
    <AriaDisclosure className="ui-disclosure" defaultExpanded={props.open ?? false}>
      <AriaButton slot="trigger" className="ui-disclosure-button">
        <ChevronRight size={13} aria-hidden />
        {props.title}
      </AriaButton>
      <DisclosurePanel className="ui-disclosure-panel">{props.children}</DisclosurePanel>
    </AriaDisclosure>
  )
}
