import type { ReactNode } from 'react'
import { Tab, TabList, TabPanel, Tabs as AriaTabs } from 'react-aria-components/Tabs'
import './tabs.css'

export type TabItem<Key extends string> = { key: Key; label: ReactNode; panel: ReactNode }

export function Tabs<Key extends string>(props: {
  label: string
  tabs: TabItem<Key>[]
  selected: Key
  onSelect: (key: Key) => void
}) {
  return (
    <AriaTabs
      className="ui-tabs"
      selectedKey={props.selected}
      onSelectionChange={(key) => {
        const chosen = props.tabs.find((tab) => tab.key === key)
        if (chosen) props.onSelect(chosen.key)
      }}
    >
      <TabList aria-label={props.label} className="ui-tab-list">
        {props.tabs.map((tab) => (
          <Tab key={tab.key} id={tab.key} className="ui-tab">
            {tab.label}
          </Tab>
        ))}
      </TabList>
      {props.tabs.map((tab) => (
        <TabPanel key={tab.key} id={tab.key} className="ui-tab-panel">
          {tab.panel}
        </TabPanel>
      ))}
    </AriaTabs>
  )
}
