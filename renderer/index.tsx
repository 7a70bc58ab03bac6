// Where the page starts: the transport, then the app on it.
import './ui/fonts.css'
import './ui/tokens.css'
import './ui/base.css'
import { createRoot } from 'react-dom/client'
import { App, applyLastTheme } from './app'
import { createApp, firstLook } from './state'
import { createTransport } from './state/transport'

applyLastTheme()
const root = document.getElementById('root')
if (!root) throw new Error('index.html has no #root')
const app = createApp(createTransport())
void firstLook(app).then(() => createRoot(root).render(<App app={app} />))
