import { useState } from 'react'
import { useText } from '../i18n'
import { Select, TextField } from '../ui'
import { text } from './text'

/** No user's name begins with it. */
const other = '…'

type UserFieldProps = {
  users: readonly string[]
  /** '' for the container's own. */
  value: string
  wrong: boolean
  onChange: (user: string) => void
}

/** One of the users that the container knows, or any other name or id: an image need not know its own users. */
export function UserField(props: UserFieldProps) {
  const words = useText(text).with
  const [free, setFree] = useState(false)
  const [own] = props.users
  return (
    <>
      <Select
        label={words.user}
        value={free ? other : props.value}
        onChange={(user) => {
          setFree(user === other)
          props.onChange(user === other ? '' : user)
        }}
        options={[
          { key: '', label: own === undefined ? words.ownUser : words.ownUserIs(own) },
          ...props.users.map((user) => ({ key: user, label: user })),
          { key: other, label: words.otherUser },
        ]}
      />
      {free && (
        <TextField
          label={words.userName}
          mono
          autoFocus
          value={props.value}
          hint={words.userHint}
          error={props.wrong ? words.userError : ''}
          onChange={props.onChange}
        />
      )}
    </>
  )
}
