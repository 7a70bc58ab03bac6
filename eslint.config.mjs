import tseslint from 'typescript-eslint'
import reactHooks from 'eslint-plugin-react-hooks'

export default tseslint.config(
  {
    ignores: [
      'out/**',
      'dist/**',
      'node_modules/**',
      'test-results/**',
      'playwright-report/**',
      '**/*.cjs',
      '*.mjs',
    ],
  },
  ...tseslint.configs.strictTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: true } },
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
      '@typescript-eslint/no-confusing-void-expression': 'off',
      '@typescript-eslint/consistent-type-definitions': ['error', 'type'],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/only-throw-error': 'off',
      '@typescript-eslint/no-unnecessary-condition': ['error', { allowConstantLoopConditions: true }],
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      'max-params': ['error', 4],
      'no-console': 'error',
    },
  },
  {
    files: ['renderer/**'],
    plugins: { 'react-hooks': reactHooks },
    rules: reactHooks.configs.recommended.rules,
  },
  {
    // What others wrote is text: React escapes it, and nothing of ours goes round React.
    files: ['renderer/**', 'shared/**', 'electron/**'],
    rules: {
      'no-eval': 'error',
      'no-implied-eval': 'error',
      'no-new-func': 'error',
      'no-restricted-syntax': [
        'error',
        ...[
          [
            'JSXAttribute[name.name=/^(dangerouslySetInnerHTML|srcDoc)$/]',
            'Show it as text: markup from data is how a stranger’s script gets in.',
          ],
          [
            'Property[key.name=/^(dangerouslySetInnerHTML|srcDoc)$/]',
            'Show it as text: markup from data is how a stranger’s script gets in.',
          ],
          [
            'AssignmentExpression[left.property.name=/^(innerHTML|outerHTML|srcdoc)$/]',
            'Set textContent: markup from data is how a stranger’s script gets in.',
          ],
          [
            'CallExpression[callee.property.name=/^(insertAdjacentHTML|setHTMLUnsafe|createContextualFragment|parseFromString|write|writeln)$/][callee.object.name=/^(document|element|range|parser)$/]',
            'Make elements and set textContent: markup from data is how a stranger’s script gets in.',
          ],
          [
            'CallExpression[callee.property.name=/^(insertAdjacentHTML|setHTMLUnsafe|createContextualFragment)$/]',
            'Make elements and set textContent: markup from data is how a stranger’s script gets in.',
          ],
        ].map(([selector, message]) => ({ selector, message })),
      ],
    },
  },
  { files: ['e2e/**', 'packaging/**', 'electron/cli.ts'], rules: { 'no-console': 'off' } },
)
