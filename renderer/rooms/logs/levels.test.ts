import { expect, test } from 'vitest'
import { createLevels, levelOf, type Level } from './levels'

const samples: [Level | null, string][] = [
  // Python's logging in its usual formats
  ['warn', 'WARNING:root:Watch out'],
  ['error', 'CRITICAL:trainer:giving up'],
  ['info', '2026-11-24 04:31:07,123 - trainer.core - INFO - epoch 3'],
  ['error', '2026-11-24 04:31:07,123 ERROR trainer: loss is nan'],
  ['debug', '2026-11-24 04:31:07,123 [DEBUG] urllib3.connectionpool: Starting new HTTPS connection'],
  ['info', '[2026-11-24 04:31:07,123][main][INFO] - hydra configured'],
  ['info', '[2026-11-24 04:31:07,123: INFO/MainProcess] celery@gpu ready.'],
  ['info', '[2026-11-24, 04:31:07 UTC] {taskinstance.py:1327} INFO - Executing task'],
  // servers of Python
  ['info', 'INFO:     127.0.0.1:52314 - "GET /v1/models HTTP/1.1" 200 OK'],
  ['error', 'ERROR:    Exception in ASGI application'],
  ['info', '[2026-11-24 04:31:07 +0000] [1] [INFO] Booting worker with pid: 7'],
  ['warn', '2026-11-24 04:31:07.123 | WARNING  | app.main:run:42 - slow request'],
  ['info', '2026-11-24 04:31:07.123 | SUCCESS  | app.main:run:42 - done'],
  ['info', '2026-11-24 04:31:07 [info     ] started                        port=8000'],
  // Jupyter and tornado
  ['info', '[I 2026-11-24 04:31:07.123 ServerApp] jupyterlab | extension was successfully loaded.'],
  ['warn', '[W 2026-11-24 04:31:07.123 LabApp] Could not determine npm prefix'],
  ['error', '[E 2026-11-24 04:31:07.123 ServerApp] Uncaught exception GET /api/contents'],
  ['error', '[C 2026-11-24 04:31:07.123 ServerApp] No such directory'],
  ['debug', '[D 2026-11-24 04:31:07.123 ServerApp] Paths used for configuration'],
  // machine learning
  ['info', '[INFO|trainer.py:2134] 2026-11-24 04:31:07,123 >> ***** Running training *****'],
  ['warn', '[WARNING|logging.py:329] 2026-11-24 04:31:07,123 >> tokenizer is slow'],
  ['info', '[2026-11-24 04:31:07,123] [INFO] [logging.py:96:log_dist] [Rank 0] DeepSpeed info'],
  ['info', 'INFO 11-24 04:31:07 [api_server.py:1043] vLLM API server version 0.9.1'],
  ['error', '(EngineCore_0 pid=212) ERROR 11-24 04:31:07 [core.py:708] EngineCore failed to start.'],
  ['info', 'gpu-07:3121:3158 [0] NCCL INFO Bootstrap: Using eth0:10.0.0.7<0>'],
  ['warn', 'gpu-07:3121:3158 [0] NCCL WARN Cuda failure 2 ‘out of memory’'],
  ['warn', 'W1124 04:31:07.123000 140 torch/distributed/run.py:793] Setting OMP_NUM_THREADS'],
  ['warn', '[rank0]:[W1124 04:31:07.123456789 ProcessGroupNCCL.cpp:1496] Warning: destroy_process_group()'],
  [
    'warn',
    '2026-11-24 04:31:07.123456: W tensorflow/core/common_runtime/bfc_allocator.cc:482] ran out of memory',
  ],
  ['info', '2026-11-24 04:31:07.123456: I tensorflow/core/platform/cpu_feature_guard.cc:210] optimized'],
  [
    'error',
    '[2026-11-24 04:31:07,123 E 77 77] (raylet) node_manager.cc:3245: 1 Workers killed due to memory pressure',
  ],
  ['warn', 'wandb: WARNING Path /wandb is not writable'],
  ['error', 'wandb: ERROR Run initialization has timed out'],
  ['warn', '[LightGBM] [Warning] No further splits with positive gain'],
  ['info', '[LightGBM] [Info] Total Bins 255'],
  ['warn', '[04:31:07] WARNING: ../src/learner.cc:740: Parameters are not used.'],
  ['info', '2026/11/24 04:31:07 INFO mlflow.tracking: Started run'],
  ['warn', '/opt/venv/lib/python3.12/site-packages/torch/nn/modules.py:12: UserWarning: lr_scheduler first'],
  ['error', 'torch.OutOfMemoryError: CUDA out of memory. Tried to allocate 20.00 GiB'],
  ['error', 'KeyboardInterrupt'],
  ['error', 'Fatal Python error: Segmentation fault'],
  ['error', 'Segmentation fault (core dumped)'],
  ['error', "terminate called after throwing an instance of 'c10::Error'"],
  // Go and Kubernetes
  ['error', 'E0101 12:00:00.000000       1 reflector.go:138] Failed to watch *v1.Pod'],
  ['info', 'I1124 04:31:07.123456   1 server.cc:674] Triton started'],
  ['error', 'F1124 04:31:07.123456   1 main.go:12] cannot listen'],
  ['info', 'time="2026-11-24T04:31:07Z" level=info msg="starting containerd"'],
  ['warn', 'ts=2026-11-24T04:31:07Z caller=main.go:1 level=warn msg="slow"'],
  ['error', 'ERRO[0003] cannot connect level=error'],
  ['info', 'INFO[0000] Starting'],
  ['error', '2026-11-24T04:31:07.123Z\terror\tserver/main.go:12\tfailed'],
  ['info', '2026-11-24T04:31:07.123Z\tINFO\tserver/main.go:12\tok'],
  ['error', 'panic: runtime error: index out of range'],
  // Rust
  ['info', '[2026-11-24T04:31:07Z INFO  text_generation] Warming up model'],
  ['warn', '2026-11-24T04:31:07.123456Z  WARN text_embeddings_router: slow'],
  ['error', "thread 'main' panicked at src/main.rs:2:5:"],
  ['error', 'error[E0308]: mismatched types'],
  ['warn', 'warning: unused variable: `x`'],
  // JSON
  ['error', '{"time":"2026-11-24T04:31:07Z","level":"ERROR","msg":"boom"}'],
  ['warn', '{"severity": "WARNING", "message": "low disk"}'],
  ['info', '{"level":30,"time":1700000000000,"pid":1,"msg":"pino says INFO"}'],
  ['error', '{"level":60,"msg":"fatal in pino"}'],
  ['debug', '{"levelname": "DEBUG", "message": "an ERROR in the text"}'],
  [null, '{"message": "no level, only the word error in a text"}'],
  // databases, web servers, Java, npm, apt
  ['error', '2026-11-24 04:31:07.123 UTC [42] ERROR:  relation "runs" does not exist'],
  ['info', '2026-11-24 04:31:07.123 UTC [1] LOG:  database system is ready to accept connections'],
  ['error', '2026-11-24 04:31:07.123 UTC [1] FATAL:  password authentication failed'],
  ['error', '2026/11/24 04:31:07 [error] 29#29: *1 open() failed (2: No such file or directory)'],
  ['info', '2026/11/24 04:31:07 [notice] 1#1: start worker processes'],
  ['warn', '2026-11-24T04:31:07.123456Z 0 [Warning] [MY-010068] [Server] CA certificate is self signed.'],
  ['info', '04:31:07.123 [main] INFO  c.example.App - started'],
  ['info', '2026-11-24 04:31:07.123  INFO 1 --- [           main] o.s.b.App : Started'],
  ['error', 'npm ERR! code ELIFECYCLE'],
  ['error', 'E: Unable to locate package nvidia-smi'],
  ['warn', 'W: GPG error: the following signatures could not be verified'],
  ['error', 'Error: Cannot find module ‘x’'],
  ['error', 'ERROR: Could not find a version that satisfies the requirement torch==9'],
  ['warn', 'WARNING: Running pip as the ‘root’ user'],
  // none of it
  [null, ''],
  [null, 'epoch 3 loss 0.41 val_error 0.12'],
  [null, 'There were 0 errors and 3 warnings'],
  [null, 'The ERROR count is zero'],
  [null, 'information about the run is in /workspace/INFO'],
  [null, ' 45%|████▌     | 451/1000 [00:12<00:15, 36.12it/s, error=0.12]'],
  [null, 'GET /static/error.html 200'],
  [null, 'Errors were found'],
  [null, 'Loading checkpoint shards: 100%|██████████| 4/4'],
  [null, 'I am a sentence'],
  [null, 'W is a matrix'],
]

test.each(samples)('%s: %s', (level, line) => {
  expect(levelOf(line)).toBe(level)
})

const levelsOf = (lines: string) => {
  const next = createLevels()
  return lines.split('\n').map((line) => next(line))
}

test('a traceback belongs to the error, to its last line and no further', () => {
  const told = levelsOf(`INFO: step 3
Traceback (most recent call last):
  File "train.py", line 3, in <module>
    main()

    ^^^^^^
torch.OutOfMemoryError: CUDA out of memory.

During handling of the above exception, another exception occurred:

Traceback (most recent call last):
  File "train.py", line 9
ValueError: bad
plain again
INFO: step 4`)
  expect(told).toEqual([
    ...['info', 'error', 'error', 'error', 'error', 'error', 'error', null, 'error', 'error'],
    ...['error', 'error', 'error', null, 'info'],
  ])
})

test('a traceback with the rank before each line is one too', () => {
  expect(
    levelsOf(`[rank1]: Traceback (most recent call last):
[rank1]:   File "x.py", line 1
[rank1]: RuntimeError: NCCL error
step 4`),
  ).toEqual(['error', 'error', 'error', null])
})

test('what is indented below a line belongs to it; what stands at the margin does not', () => {
  expect(
    levelsOf(`2026-11-24 04:31:07.123 ERROR 1 --- [main] App : failed
java.lang.IllegalStateException: x
\tat com.example.App.main(App.java:3)
Caused by: java.io.IOException: y
\tat com.example.App.open(App.java:9)
WARN: config
  a: 1
done`),
  ).toEqual(['error', 'error', 'error', 'error', 'error', 'warn', 'warn', null])
})

test('is quick enough for a flood', () => {
  const line =
    '2026-11-24 04:31:07,123 - trainer.core - step 41233 loss 0.4123 lr 3e-4 grad_norm 0.91 tok/s 18213'
  const long = 'error '.repeat(10_000)
  let found = 0
  for (let turn = 0; turn < 50_000; turn += 1)
    if (levelOf(turn % 100 === 0 ? long : line) !== null) found += 1
  expect(found).toBe(0)
})
