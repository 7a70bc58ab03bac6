import { createContext, useContext } from 'react'

/** Where a notice of an error leads further; the frame gives it, and a screen without the frame offers neither. */
export type ErrorHelp = {
  /** To the doctor, at the check that looks into this. */
  openDoctor: (check: string) => void
  /** To the diagnostic bundle, which the person sees before it is saved. */
  openBundle: () => void
}

const ErrorHelpContext = createContext<ErrorHelp | null>(null)

export const ErrorHelpProvider = ErrorHelpContext.Provider

export function useErrorHelp(): ErrorHelp | null {
  return useContext(ErrorHelpContext)
}
