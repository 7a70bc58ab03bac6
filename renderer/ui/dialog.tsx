import { useState, type ReactNode } from 'react'
import { Dialog as AriaDialog } from 'react-aria-components/Dialog'
import { Heading } from 'react-aria-components/Heading'
import { Modal, ModalOverlay } from 'react-aria-components/Modal'
import { X } from 'lucide-react'
import { useText } from '../i18n'
import { Button, IconButton } from './button'
import { cx } from './class-names'
import { text } from './text'
import './dialog.css'

export type DialogProps = {
  title: string
  open: boolean
  onClose: () => void
  /** 'sm' 440 px, 'md' 580 px, 'lg' 780 px, 'xl' 980 px wide. */
  size?: 'sm' | 'md' | 'lg' | 'xl'
  /** A question that destroys something: cannot be dismissed by a stray click. */
  alert?: boolean
  footer?: ReactNode
  children: ReactNode
}

export function Dialog(props: DialogProps) {
  const words = useText(text)
  const { size = 'md', alert = false } = props
  return (
    <ModalOverlay
      className="ui-scrim"
      isOpen={props.open}
      onOpenChange={(open) => {
        if (!open) props.onClose()
      }}
      isDismissable={!alert}
    >
      <Modal className={cx('ui-modal', `ui-modal--${size}`)}>
        <AriaDialog className="ui-dialog" role={alert ? 'alertdialog' : 'dialog'}>
          <header className="ui-dialog-head">
            <Heading slot="title" className="ui-dialog-title">
              {props.title}
            </Heading>
            <IconButton label={words.close} quiet size="sm" onPress={props.onClose}>
              <X size={15} aria-hidden />
            </IconButton>
          </header>
          <div className="ui-dialog-body">{props.children}</div>
          {props.footer !== undefined && <footer className="ui-dialog-foot">{props.footer}</footer>}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  )
}

export type ConfirmDialogProps = {
  title: string
  open: boolean
  onClose: () => void
  /** The verb on the button, e.g. 'Remove'. */
  confirm: string
  /** Closes when the promise settles with true; stays open (and shows what the caller draws) otherwise. */
  onConfirm: () => Promise<boolean>
  tone?: 'primary' | 'danger'
  disabled?: boolean
  children: ReactNode
}

/** Asks before something is done, says what it means, and waits until it is done. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const words = useText(text)
  const [pending, setPending] = useState(false)
  const confirm = async () => {
    setPending(true)
    try {
      if (await props.onConfirm()) props.onClose()
    } finally {
      setPending(false)
    }
  }
  return (
    <Dialog
      title={props.title}
      open={props.open}
      onClose={props.onClose}
      size="sm"
      alert
      footer={
        <>
          <Button onPress={props.onClose}>{words.cancel}</Button>
          <Button
            variant={props.tone ?? 'danger'}
            pending={pending}
            isDisabled={props.disabled ?? false}
            onPress={() => void confirm()}
          >
            {props.confirm}
          </Button>
        </>
      }
    >
      {props.children}
    </Dialog>
  )
}
