using System.Globalization;

namespace ServiceRouter.ChaosTests.Running;

/// <summary>What the operating system says of a node's process.</summary>
/// <param name="Memory">Resident bytes.</param>
/// <param name="Files">Open file descriptors, sockets included.</param>
/// <param name="Threads">Threads.</param>
internal sealed record NodeFigures(long Memory, int Files, int Threads)
{
    /// <summary>Null while the node is dead.</summary>
    public static NodeFigures? Of(RouterNode node)
    {
        foreach (var process in Directory.EnumerateDirectories("/proc").Where(d => char.IsAsciiDigit(Path.GetFileName(d)[0])))
        {
            try
            {
                // The program's own name first: the shell that guards it has the same words in its line.
                var words = File.ReadAllText(Path.Combine(process, "cmdline")).Split('\0');
                if (Path.GetFileName(words[0]) != "dotnet" || !words.Contains(node.Address.ToString())) continue;
                var status = File.ReadLines(Path.Combine(process, "status")).Select(l => l.Split(':', 2)).ToDictionary(l => l[0], l => l[1].Trim());
                return new NodeFigures(
                    long.Parse(status["VmRSS"].Split(' ')[0], CultureInfo.InvariantCulture) << 10,
                    Directory.EnumerateFileSystemEntries(Path.Combine(process, "fd")).Count(),
                    int.Parse(status["Threads"], CultureInfo.InvariantCulture));
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or KeyNotFoundException)
            {
                // It ended while we looked.
            }
        }
        return null;
    }
}
