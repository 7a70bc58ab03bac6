import type { ReactNode } from 'react'
import { Button as AriaButton, type ButtonProps as AriaButtonProps } from 'react-aria-components/Button'
import { cx } from './class-names'
import { Spinner } from './spinner'
import { Tooltip } from './tooltip'
import './button.css'

export type ButtonVariant = 'primary' | 'secondary' | 'ghost' | 'danger'
export type ButtonSize = 'sm' | 'md'

type Shared = Omit<AriaButtonProps, 'children' | 'className' | 'style' | 'isPending'> & {
  variant?: ButtonVariant
  size?: ButtonSize
  /** Work is under way: shows a spinner, keeps its width and its focus, and takes no press. */
  pending?: boolean
  className?: string
}

export type ButtonProps = Shared & { children: ReactNode; icon?: ReactNode }

export function Button(props: ButtonProps) {
  const {
    variant = 'secondary',
    size = 'md',
    pending = false,
    icon,
    className = '',
    children,
    ...rest
  } = props
  return (
    <AriaButton
      {...rest}
      isPending={pending}
      className={cx('ui-button', `ui-button--${variant}`, `ui-button--${size}`, className)}
    >
      <span className="ui-button-face">
        {icon}
        <span>{children}</span>
      </span>
      {pending && (
        <span className="ui-button-wait">
          <Spinner />
        </span>
      )}
    </AriaButton>
  )
}

export type IconButtonProps = Shared & {
  /** What it does: read aloud, and shown as the tooltip. */
  label: string
  /** One icon. */
  children: ReactNode
  /** No tooltip, where the word already stands beside it. */
  quiet?: boolean
}

export function IconButton(props: IconButtonProps) {
  const {
    variant = 'ghost',
    size = 'md',
    pending = false,
    label,
    quiet = false,
    className = '',
    children,
    ...rest
  } = props
  const button = (
    <AriaButton
      {...rest}
      aria-label={label}
      isPending={pending}
      className={cx('ui-button ui-button--icon', `ui-button--${variant}`, `ui-button--${size}`, className)}
    >
      <span className="ui-button-face">{children}</span>
      {pending && (
        <span className="ui-button-wait">
          <Spinner />
        </span>
      )}
    </AriaButton>
  )
  return quiet ? button : <Tooltip text={label}>{button}</Tooltip>
}
