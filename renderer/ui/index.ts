// The design system: every control, surface and notice the rooms are made of. Styles come with the components.
import './tokens.css'
import './base.css'

export { Button, IconButton, type ButtonProps, type IconButtonProps } from './button'
export { ChipGroup, type Chip } from './chips'
export { cx } from './class-names'
export { CodeBlock, CopyButton } from './code-block'
export { ConfirmDialog, Dialog, type ConfirmDialogProps, type DialogProps } from './dialog'
export { Disclosure } from './disclosure'
export { NumberField, SearchField, TextField } from './fields'
export { Menu, type MenuEntry } from './menu'
export { Meter, ProgressBar, type MeterSegment } from './meter'
export { Popover } from './popover'
export { RefusalView, type RefusalAction } from './refusal-view'
export { Select, type SelectOption } from './select'
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
export { HeaderCell, SortHeader, Table, type Sort } from './table'
export { Tabs, type TabItem } from './tabs'
export { ToastRegion } from './toast-region'
export { dismissToast, showToast, type Toast } from './toasts'
export { Checkbox, Switch } from './toggles'
export { Explained, Tooltip } from './tooltip'
