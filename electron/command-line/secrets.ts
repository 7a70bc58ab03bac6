// berth secrets: names what is saved, and takes values where no argument and no shell history shows them.
import type { SecretsView } from '../../shared/contract/secrets'
import { SecretNameSchema, SecretValueSchema, shellsKeep } from '../../shared/model/secrets'
import { secretWords } from '../../shared/words/secrets'
import { Misuse, type Command } from './command'

export const secretsCommand: Command = {
  name: 'secrets',
  takes: '[set|remove NAME]',
  about: 'list saved secrets by name; save one, its value read from the standard input; remove one',
  options: { json: { type: 'boolean', about: 'print names, and how they are kept, as JSON' } },
  run: async (given, [verb = 'list', name = '', ...more], { rooms, out, err, input }) => {
    const known = { list: '', set: 'name', remove: 'name' }[verb]
    if (known === undefined || more.length > 0)
      throw new Misuse('use berth secrets, or berth secrets set|remove NAME')
    if (known === 'name' && !SecretNameSchema.safeParse(name).success)
      throw new Misuse(
        name === ''
          ? `berth secrets ${verb} NAME: the name is missing`
          : 'a secret is named with letters, digits and _, no digit first',
      )
    if (verb === 'set' && shellsKeep(name))
      throw new Misuse(`shells keep the name ${name} for themselves and let nobody set it; choose another`)
    const { secrets, host, settings } = (await rooms()).services
    const { language } = settings.get()
    const spoken = host.facts().locale.toLowerCase().startsWith('zh') ? 'zh-CN' : 'en'
    const words = secretWords(language === 'system' ? spoken : language)
    if (verb === 'set') {
      // A line break at the end is the terminal's, or the file's.
      const value = (await input()).replace(/\r?\n$/, '')
      if (value === '' || !SecretValueSchema.safeParse(value).success)
        throw new Misuse(
          `berth secrets set ${name}: pipe its value in, e.g. berth secrets set ${name} < FILE`,
        )
      await secrets.set(name, value)
    }
    if (verb === 'remove') {
      if (!(await secrets.view()).secrets.some((one) => one.name === name))
        throw new Misuse(`no secret is saved as ${name}; berth secrets lists them`)
      await secrets.remove(name)
    }
    const view = await secrets.view()
    if (given['json'] === true) out(JSON.stringify(view))
    else out(verb === 'list' ? listed(view, words) : words.done(verb === 'set', name))
    const notice = words.keeps(view.keeps)
    if (verb === 'set' && notice !== '') err(notice)
    for (const trouble of words.trouble(view)) err(`berth: ${trouble}`)
    return 0
  },
}

function listed({ secrets }: SecretsView, words: ReturnType<typeof secretWords>): string {
  if (secrets.length === 0) return words.none
  const width = Math.max(...secrets.map(({ name }) => name.length))
  return secrets.map((one) => `${one.name.padEnd(width)}  ${words.kept(one)}`).join('\n')
}
