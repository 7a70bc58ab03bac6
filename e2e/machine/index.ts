// What this machine has for driving the app: a build, an Electron to run it, a display, a browser, fonts; made or installed where that may be done.
export { buildIfStale } from './build'
export { electronBinary } from './electron'
export { runProgram } from './run'
export { chromiumBinary, displayPrefix, hasDisplay, provideFonts } from './screen'
