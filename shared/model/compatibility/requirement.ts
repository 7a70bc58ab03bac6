// What an image demands of the driver before it starts (NVIDIA_REQUIRE_CUDA and its like), evaluated as nvidia-container-cli
// does: NVIDIA/libnvidia-container src/cli/dsl.c and configure.c; which variables count, NVIDIA/nvidia-container-toolkit
// internal/config/image/cuda_image.go. A space is OR, a comma is AND; = != < <= > >=. There is no `~` in the real one.
import { compareVersions } from './versions'

/** One machine as one card sees it. What nobody knows is null, and the real one lets it pass. */
export type Visible = {
  /** Newest CUDA of the driver, e.g. '12.8'. */
  cuda: string | null
  driver: string | null
  /** Compute capability, e.g. '9.0'. */
  arch: string | null
  /** As NVML names it, e.g. 'Tesla', 'GeForce'. */
  brand: string | null
}

export type Requirement =
  | { is: 'met' }
  /** The real one prints the first alternative of the expression that failed, e.g. 'cuda>=12.8'. */
  | { is: 'unmet'; condition: string }
  /** nvidia-container-cli refuses such a container with 'invalid expression'. */
  | { is: 'unreadable'; condition: string }

type Operator = '=' | '!=' | '<' | '<=' | '>' | '>='
type Outcome = boolean | 'unreadable'

const OPERATORS: readonly string[] = ['=', '!=', '<', '<=', '>', '>='] satisfies Operator[]

/** `requirement`: one expression a line, as `requirementOf` gives them; every line has to be met. Never throws. */
export function evaluateRequirement(requirement: string, seen: Visible): Requirement {
  for (const expression of requirement.split('\n')) {
    const outcome = evaluateExpression(expression, seen)
    const condition = expression.trim().split(' ', 1)[0] ?? ''
    if (outcome === 'unreadable') return { is: 'unreadable', condition: expression.trim() }
    if (!outcome) return { is: 'unmet', condition }
  }
  return { is: 'met' }
}

/** Left to right and no further than needed: text behind an alternative that holds is never read. */
function evaluateExpression(expression: string, seen: Visible): Outcome {
  let holds = true
  for (const alternative of expression.split(' ').filter((part) => part !== '')) {
    let failed = false
    for (const condition of alternative.split(',').filter((part) => part !== '')) {
      const outcome = evaluateCondition(condition, seen)
      if (outcome === 'unreadable') return outcome
      holds = outcome
      if (!outcome) {
        failed = true
        break
      }
    }
    if (!failed) return holds
  }
  return holds
}

function evaluateCondition(condition: string, seen: Visible): Outcome {
  const parts = /^([^<>=!]+)([<>=!]+)([^<>=!].*)$/s.exec(condition)
  const [property = '', written = '', value = ''] = parts?.slice(1) ?? []
  // dsl.c compares only as many characters as were written, so a lone '!' passes for '!='.
  const operator = written === '!' ? '!=' : written
  if (!isOperator(operator)) return 'unreadable'
  switch (property.toLowerCase()) {
    case 'cuda':
      return compareAs(seen.cuda, operator, value)
    case 'driver':
      return compareAs(seen.driver, operator, value)
    case 'arch':
      return compareAs(seen.arch, operator, value)
    case 'brand':
      return compareBrands(seen.brand, operator, value)
    default:
      return 'unreadable'
  }
}

function isOperator(text: string): text is Operator {
  return OPERATORS.includes(text)
}

function compareAs(has: string | null, operator: Operator, wanted: string): Outcome {
  if (has === null) return true
  // dsl.c: digits and dots only, and a digit first.
  if (!/^\d[\d.]*$/.test(wanted) || !/^\d[\d.]*$/.test(has)) return 'unreadable'
  const difference = Math.sign(compareVersions(has, wanted))
  switch (operator) {
    case '=':
      return difference === 0
    case '!=':
      return difference !== 0
    case '<':
      return difference < 0
    case '<=':
      return difference <= 0
    case '>':
      return difference > 0
    case '>=':
      return difference >= 0
  }
}

function compareBrands(has: string | null, operator: Operator, wanted: string): Outcome {
  if (has === null) return true
  const same = has.toLowerCase() === wanted.toLowerCase()
  if (operator === '=') return same
  return operator === '!=' ? !same : 'unreadable'
}
