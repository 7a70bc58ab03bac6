// How large /dev/shm is made. PyTorch's DataLoader workers pass batches through it; Docker's own 64 MiB kills them.
const gibibyte = 2 ** 30
const least = 64 * 2 ** 20

type Memory = { totalBytes: number; freeBytes: number | null; limitBytes: number | null }

/** A quarter of memory, at least 1 GiB, at most what is free; never more than the container's own limit. */
export function defaultShmBytes({ totalBytes, freeBytes, limitBytes }: Memory): number {
  const wanted = Math.max(totalBytes / 4, gibibyte)
  const most = Math.min(freeBytes ?? Infinity, limitBytes ?? Infinity)
  const mebibyte = 2 ** 20
  return Math.max(Math.floor(Math.min(wanted, most) / mebibyte) * mebibyte, least)
}
