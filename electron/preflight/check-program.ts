// The Python program that runs in an image under check. One string, nothing put into it; it writes one JSON line after a mark.
// Plain enough for every Python 3 that images have, and it imports nothing that may be missing without catching that.

export const checkMark = 'BERTH-CHECK '

export const checkProgram = `
import ctypes, json, subprocess, sys, time

def text(error):
    lines = [line for line in str(error).strip().splitlines() if line.strip()]
    return lines[0][:300] if lines else type(error).__name__

def product(torch, index):
    # Filled on the CPU, so that both sides multiply the same numbers; float32, whose error over 1024 terms stays far below 0.5
    # even with TF32 (10 bits of mantissa).
    left, right = torch.randn(1024, 1024), torch.randn(1024, 1024)
    device = 'cuda:%d' % index
    here, there = left.to(device), right.to(device)
    here @ there
    torch.cuda.synchronize(index)
    started = time.time()
    result = here @ there
    torch.cuda.synchronize(index)
    seconds = time.time() - started
    wrong = float((result[:16].cpu() - left[:16] @ right).abs().max())
    return seconds, '' if wrong < 0.5 else 'the product is wrong by %g' % wrong

def by_torch():
    import torch
    found = {'by': 'torch', 'torch': str(torch.__version__), 'cuda': torch.version.cuda, 'cards': []}
    try:
        if not torch.cuda.is_available():
            torch.cuda.init()
        count = torch.cuda.device_count()
    except Exception as error:
        found['why'], count = text(error), 0
    for index in range(count):
        card = {'name': 'GPU %d' % index, 'capability': None, 'productSeconds': None, 'error': ''}
        try:
            card['name'] = torch.cuda.get_device_name(index)
            card['capability'] = '%d.%d' % tuple(torch.cuda.get_device_capability(index))
            card['productSeconds'], card['error'] = product(torch, index)
        except Exception as error:
            card['error'] = text(error)
        found['cards'].append(card)
    if not found['cards']:
        # The driver's own list shows which cards torch does not reach, and the reason stands beside each.
        why = found.get('why') or 'torch sees no GPU'
        try:
            found['cards'] = [dict(card, error=why) for card in by_smi()['cards']]
        except Exception:
            pass
    return found

def by_smi():
    for fields in ('name,compute_cap', 'name'):
        asked = subprocess.Popen(['nvidia-smi', '--query-gpu=' + fields, '--format=csv,noheader'],
                                 stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        out = asked.communicate()[0].decode('utf-8', 'replace')
        if asked.returncode == 0:
            break
    else:
        raise RuntimeError(out)
    cards = []
    for line in out.strip().splitlines():
        parts = [part.strip() for part in line.rsplit(',', 1)] if ',' in fields else [line.strip()]
        capability = parts[1] if len(parts) > 1 and parts[1][:1].isdigit() else None
        cards.append({'name': parts[0], 'capability': capability, 'productSeconds': None, 'error': ''})
    return {'by': 'nvidia-smi', 'torch': None, 'cuda': None, 'cards': cards}

def by_libcuda():
    cuda = ctypes.CDLL('libcuda.so.1')
    def ask(code):
        if code != 0:
            raise RuntimeError('libcuda error %d' % code)
    number, other = ctypes.c_int(), ctypes.c_int()
    ask(cuda.cuInit(0))
    ask(cuda.cuDriverGetVersion(ctypes.byref(number)))
    version = '%d.%d' % (number.value // 1000, number.value % 1000 // 10)
    ask(cuda.cuDeviceGetCount(ctypes.byref(number)))
    cards = []
    for index in range(number.value):
        name = ctypes.create_string_buffer(200)
        ask(cuda.cuDeviceGetName(name, 200, index))
        # CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR and _MINOR
        major, minor = ctypes.c_int(), ctypes.c_int()
        ask(cuda.cuDeviceGetAttribute(ctypes.byref(major), 75, index))
        ask(cuda.cuDeviceGetAttribute(ctypes.byref(minor), 76, index))
        cards.append({'name': name.value.decode('utf-8', 'replace'), 'productSeconds': None, 'error': '',
                      'capability': '%d.%d' % (major.value, minor.value)})
    return {'by': 'libcuda', 'torch': None, 'cuda': version, 'cards': cards}

found = {'by': 'nothing', 'torch': None, 'cuda': None, 'cards': []}
for way in (by_torch, by_smi, by_libcuda):
    try:
        found = way()
        break
    except Exception as error:
        print('%s: %s' % (way.__name__, text(error)))
print('${checkMark}' + json.dumps(found))
sys.stdout.flush()
`
