// What the preview shows as the diagnostic bundle.
export const bundleText = `Berth diagnostic bundle
Made 2026-11-27T12:40:00.000Z. Secrets were removed by rule; read it before you share it.

== Berth
version 0.1.0, headless, linux
node 22.14.0, zod 4

== Engine
up: Docker 28.3.2, API 1.51, at unix:///var/run/docker.sock (system)

== Log
2026-11-27T12:39:58.120Z listening on http://127.0.0.1:8890
2026-11-27T12:39:59.004Z pull of quay.io/jupyter/pytorch-notebook: Authorization: <removed>
`
