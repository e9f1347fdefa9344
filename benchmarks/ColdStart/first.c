/* One prediction through ONNX Runtime's C API, and the end of the process.
   first LIBONNXRUNTIME MODEL.onnx INPUT OUTPUT THREADS: input and output are raw floats, 1x3x224x224 and 1000.
   The table of the API only grows, so the entries are called by their places in it and no header is needed. */
#include <dlfcn.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { Pixels = 3 * 224 * 224, Classes = 1000 };
enum { ErrorMessage = 2, CreateEnv = 3, CreateSession = 7, Run = 9, CreateOptions = 10, OptimizationLevel = 23, IntraThreads = 24,
       CreateTensor = 49, TensorData = 51, CreateMemoryInfo = 69 };

typedef void *(*entry)();
static entry *api;

static void check(void *status)
{
    if (!status) return;
    fprintf(stderr, "%s\n", (const char *)api[ErrorMessage](status));
    exit(1);
}

static float *read_floats(const char *path, size_t count)
{
    float *values = aligned_alloc(64, count * sizeof(float) / 64 * 64 + 64);
    FILE *file = fopen(path, "rb");
    if (!file || fread(values, sizeof(float), count, file) != count) { perror(path); exit(1); }
    fclose(file);
    return values;
}

int main(int count, char **arguments)
{
    if (count != 6) { fprintf(stderr, "first LIBONNXRUNTIME MODEL.onnx INPUT OUTPUT THREADS\n"); return 2; }
    void *library = dlopen(arguments[1], RTLD_NOW);
    if (!library) { fprintf(stderr, "%s\n", dlerror()); return 1; }
    entry *base = ((entry *(*)(void))dlsym(library, "OrtGetApiBase"))();
    api = ((entry *(*)(uint32_t))base[0])(10);

    void *environment, *options, *session, *memory, *input, *output = 0;
    check(api[CreateEnv](3, "first", &environment));
    check(api[CreateOptions](&options));
    check(api[IntraThreads](options, atoi(arguments[5])));
    check(api[OptimizationLevel](options, 99));
    check(api[CreateSession](environment, arguments[2], options, &session));

    float *image = read_floats(arguments[3], Pixels), *expected = read_floats(arguments[4], Classes), *result;
    int64_t shape[] = { 1, 3, 224, 224 };
    const char *inputs[] = { "x" }, *outputs[] = { "y" };
    check(api[CreateMemoryInfo](1, 0, &memory));
    check(api[CreateTensor](memory, image, (size_t)Pixels * sizeof(float), shape, (size_t)4, 1, &input));
    check(api[Run](session, (void *)0, inputs, (const void *const *)&input, (size_t)1, outputs, (size_t)1, &output));
    check(api[TensorData](output, &result));

    float largest = 0, error = 0;
    for (int i = 0; i < Classes; i++)
    {
        largest = fmaxf(largest, fabsf(expected[i]));
        error = fmaxf(error, fabsf(result[i] - expected[i]));
    }

    if (error > 1e-4f * largest) { fprintf(stderr, "The result is wrong.\n"); return 1; }
    _exit(0);
}
