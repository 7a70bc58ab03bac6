import type { Page } from '@playwright/test'
import type { JupyterLab } from './notebook'

/** The app as a person has it open, in its own window or in a browser. */
export type OpenApp = {
  page: Page
  /** The JupyterLab that is in front. */
  lab(): Promise<JupyterLab>
  close(): Promise<void>
}
