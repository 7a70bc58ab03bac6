// The new-terminal dialog's fields and the wish they make, as pure data.
import { ShellWishSchema, type ShellWish } from '../../shared/contract/terminals'

/** '' where the target's own is wanted. */
export type WishFields = { program: string; user: string; workingDir: string; login: boolean }

export const noWish: WishFields = { program: '', user: '', workingDir: '', login: false }

export type WishResult =
  { is: 'wish'; wish: ShellWish | null } | { is: 'wrong'; fields: ('user' | 'workingDir')[] }

/** null where nothing in particular is wished. */
export function wishOf(fields: WishFields): WishResult {
  const given = (value: string) => (value.trim() === '' ? null : value.trim())
  const wish = {
    program: given(fields.program),
    login: fields.login,
    user: given(fields.user),
    workingDir: given(fields.workingDir),
  }
  const { user, workingDir } = ShellWishSchema.shape
  const wrong = [
    ...(user.safeParse(wish.user).success ? [] : (['user'] as const)),
    ...(workingDir.safeParse(wish.workingDir).success ? [] : (['workingDir'] as const)),
  ]
  if (wrong.length > 0) return { is: 'wrong', fields: wrong }
  const plain = wish.program === null && wish.user === null && wish.workingDir === null && !wish.login
  return { is: 'wish', wish: plain ? null : wish }
}
