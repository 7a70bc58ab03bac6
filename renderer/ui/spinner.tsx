import './spinner.css'

/** Something is under way. Give it a label unless a word beside it already says so. */
export function Spinner(props: { label?: string; size?: number }) {
  const { label, size = 14 } = props
  return (
    <svg
      className="ui-spinner"
      width={size}
      height={size}
      viewBox="0 0 16 16"
      {...(label === undefined ? { 'aria-hidden': true } : { role: 'status', 'aria-label': label })}
    >
      <circle cx="8" cy="8" r="6.25" fill="none" stroke="currentColor" strokeWidth="1.75" opacity="0.22" />
      <path
        d="M8 1.75A6.25 6.25 0 0 1 14.25 8"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.75"
        strokeLinecap="round"
      />
    </svg>
  )
}

/** A place where something will stand: same size, no content yet. */
export function Skeleton(props: { width?: number | string; height?: number | string; className?: string }) {
  const { width = '100%', height = 14, className = '' } = props
  return <span className={`ui-skeleton ${className}`} style={{ width, height }} aria-hidden />
}
