import { expect, test } from 'vitest'
import { rendererFor } from './rendering'

test.each([
  'ANGLE (Google, Vulkan 1.3.0 (SwiftShader Device (Subzero) (0x0000C0DE)), SwiftShader driver)',
  'ANGLE (Mesa, llvmpipe (LLVM 15.0.6 256 bits), OpenGL 4.5)',
  'ANGLE (Mesa/X.org, llvmpipe (LLVM 12.0.0, 128 bits), OpenGL 4.5 (Core Profile) Mesa 21.2.6)',
  'softpipe',
  'Gallium 0.4 on softpipe',
  'ANGLE (Microsoft, Microsoft Basic Render Driver Direct3D11 vs_5_0 ps_5_0, D3D11)',
  'Mesa OffScreen',
  'Software Rasterizer',
  'Apple Software Renderer',
  'GDI Generic',
])('%s draws with the DOM', (renderer) => expect(rendererFor({ is: 'context', renderer })).toBe('dom'))

test.each([
  'ANGLE (NVIDIA Corporation, NVIDIA A100-SXM4-80GB/PCIe/SSE2, OpenGL 4.5.0 NVIDIA 570.124.06)',
  'ANGLE (Intel, Mesa Intel(R) UHD Graphics 620 (KBL GT2), OpenGL 4.6)',
  'ANGLE (AMD, AMD Radeon RX 6800 (radeonsi, navi21), OpenGL 4.6)',
  'ANGLE (Apple, ANGLE Metal Renderer: Apple M2, Unspecified Version)',
  'NVIDIA GeForce RTX 4090/PCIe/SSE2',
  // Kept secret by the browser, which did not call it slow either.
  '',
])('%j draws with WebGL', (renderer) => expect(rendererFor({ is: 'context', renderer })).toBe('webgl'))

test('without a context, or with one that the browser calls slow, the DOM draws', () => {
  expect(rendererFor({ is: 'none' })).toBe('dom')
})
