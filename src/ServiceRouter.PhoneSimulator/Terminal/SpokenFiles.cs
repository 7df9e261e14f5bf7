using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace ServiceRouter.PhoneSimulator.Terminal;

/// <summary>Writes what the voice said as WAV files, one a prompt, with espeak-ng where it is installed.</summary>
internal sealed class SpokenFiles(string folder, int call) : IDisposable
{
    private readonly SemaphoreSlim one = new(1, 1);
    private int count;
    private bool isMissing;

    /// <returns>What is wrong, said once; nothing when the file is there.</returns>
    public async Task<string?> WriteAsync(string text, string? language, CancellationToken cancel)
    {
        if (isMissing)
            return null;
        await one.WaitAsync(cancel);
        try
        {
            Directory.CreateDirectory(folder);
            var file = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"call{call}-{++count:000}.wav"));
            using var speaker = new Process { StartInfo = new("espeak-ng") { RedirectStandardError = true, RedirectStandardInput = true } };
            foreach (var argument in (string[])["-v", Voice(language), "-s", "140", "-w", file, "--stdin"])
                speaker.StartInfo.ArgumentList.Add(argument);
            speaker.Start();
            await speaker.StandardInput.WriteAsync(text.AsMemory(), cancel);
            speaker.StandardInput.Close();
            var said = await speaker.StandardError.ReadToEndAsync(cancel);
            await speaker.WaitForExitAsync(cancel);
            return speaker.ExitCode == 0 ? null : $"espeak-ng: {said.Trim()}";
        }
        catch (Win32Exception)
        {
            isMissing = true;
            return "espeak-ng is not installed: no sound is written";
        }
        finally
        {
            one.Release();
        }
    }

    public void Dispose() => one.Dispose();

    private static string Voice(string? language) => language?.ToLowerInvariant() switch
    {
        null or "" or "fr-fr" or "fr" => "fr-fr",
        "fr-be" => "fr-be",
        "fr-ch" => "fr-ch",
        "fr-ca" => "fr-fr",
        var other => other.Split('-')[0],
    };
}
