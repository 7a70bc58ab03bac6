// The design system: every control, surface and notice the rooms are made of. Styles come with the components.
import './tokens.css'
import './base.css'

export { Button, IconButton } from './button'
export { ChipGroup, type Chip } from './chips'
export { cx } from './class-names'
export { CodeBlock, CopyButton } from './code-block'
export { CommandLines } from './command-line'
export { ConfirmDialog, Dialog } from './dialog'
export { Disclosure } from './disclosure'
export { ErrorHelpProvider, useErrorHelp, type ErrorHelp } from './error-help'
export { ExplainedText } from './explained-text'
export { ExplanationView } from './explanation-view'
export { NumberField, SearchField, SecretField, TextField } from './fields'
export { Menu, MenuAt, type MenuEntry } from './menu'
export { Meter, ProgressBar } from './meter'
export { Popover } from './popover'
export { closeRefusal, RefusalDialog, showRefusal } from './refusal-dialog'
export { RefusalView } from './refusal-view'
export { Select } from './select'
export { Skeleton, Spinner } from './spinner'
export { SplitPane } from './split-pane'
export {
  Badge,
  Card,
  EmptyState,
  KeyValue,
  Page,
  PageHeader,
  StatusDot,
  type KeyValueEntry,
  type Tone,
} from './surface'
export { HeaderCell, SortHeader, Table } from './table'
export { Tabs } from './tabs'
export { ToastRegion } from './toast-region'
export { showToast } from './toasts'
export { Checkbox, Switch } from './toggles'
export { Explained } from './tooltip'
