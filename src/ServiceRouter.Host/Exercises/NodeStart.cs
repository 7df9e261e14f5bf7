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
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true, UseShellExecute = false };
        if (Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "dotnet") start.FileName = path;
        start.ArgumentList.Add(typeof(NodeStart).Assembly.Location);
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

    private static void Put(ProcessStartInfo start, string key, string value)
    {
        var name = key.Replace(ConfigurationPath.KeyDelimiter, "__", StringComparison.Ordinal);
        // A setting is the same in any case, a variable of the environment is not: of two nobody could tell which is read.
        foreach (var same in start.Environment.Keys.Where(known => known.Equals(name, StringComparison.OrdinalIgnoreCase)).ToList()) start.Environment.Remove(same);
        start.Environment[name] = value;
    }
}
