using System.Diagnostics;

namespace ServiceRouter.Host.Exercises;

/// <summary>
/// How this program is started once more with the settings of this process. Anyone on the machine can read the arguments of a process, and only its
/// own account its environment: settings, of which some are secrets, go by the environment, whichever way they came here.
/// </summary>
internal static class NodeStart
{
    /// <param name="own">What this process was started with.</param>
    /// <param name="settings">Settings that the other process has instead of ours; their names in any case.</param>
    /// <param name="arguments">Its own arguments, which anyone may read; they have the last word.</param>
    public static ProcessStartInfo Of(OwnArguments own, IReadOnlyDictionary<string, string> settings, IEnumerable<string> arguments)
    {
        var (program, first) = Program(Environment.ProcessPath, typeof(NodeStart).Assembly.Location);
        var start = new ProcessStartInfo(program) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true, UseShellExecute = false };
        if (first is not null) start.ArgumentList.Add(first);
        var ours = new ConfigurationBuilder().AddCommandLine(own.Values).Build().AsEnumerable().Where(setting => setting.Value is not null && !settings.ContainsKey(setting.Key));
        foreach (var (key, value) in ours.Concat(settings.Select(setting => KeyValuePair.Create<string, string?>(setting.Key, setting.Value))))
        {
            // Without a section it is one of the host's own, such as the name of the set-up, which is looked for among the arguments; nothing is no secret.
            if (string.IsNullOrEmpty(value) || !key.Contains(ConfigurationPath.KeyDelimiter, StringComparison.Ordinal)) start.ArgumentList.Add($"--{key}={value}");
            else Put(start, key, value);
        }
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        return start;
    }

    /// <summary>
    /// What is started, and its first argument if it needs one. Where this program was published with its own runtime (docs/adr/0056) it is started by its own name, and
    /// there is no "dotnet" on the machine.
    /// </summary>
    /// <param name="process">Path of the running process.</param>
    /// <param name="library">Path of this program's own library.</param>
    internal static (string Program, string? First) Program(string? process, string library) => process is null ? ("dotnet", library) : NameOf(process) switch
    {
        "dotnet" => (process, library),
        var name when name == Path.GetFileNameWithoutExtension(library) => (process, null),
        // Something else has loaded this library, such as the runner of the tests.
        _ => ("dotnet", library),
    };

    // Its name has a dot: only what Windows adds is no part of it.
    private static string NameOf(string program) => program.EndsWith(".exe", StringComparison.OrdinalIgnoreCase) ? Path.GetFileNameWithoutExtension(program) : Path.GetFileName(program);

    private static void Put(ProcessStartInfo start, string key, string value)
    {
        var name = key.Replace(ConfigurationPath.KeyDelimiter, "__", StringComparison.Ordinal);
        // A setting is the same in any case, a variable of the environment is not: of two nobody could tell which is read.
        foreach (var same in start.Environment.Keys.Where(known => known.Equals(name, StringComparison.OrdinalIgnoreCase)).ToList()) start.Environment.Remove(same);
        start.Environment[name] = value;
    }
}
