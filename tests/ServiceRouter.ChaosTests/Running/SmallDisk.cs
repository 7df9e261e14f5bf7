using ServiceRouter.IntegrationTests.Servers;

namespace ServiceRouter.ChaosTests.Running;

/// <summary>A file system of its own that is soon full. It is unmounted when this process ends, whatever the reason. Mounting needs root.</summary>
internal sealed class SmallDisk : IAsyncDisposable
{
    // Ends by unmounting: the guard sends TERM also when this process is gone.
    private const string Hold = """
        mount -t tmpfs -o "size=$2" tmpfs "$1" || exit 1
        trap 'umount -l "$1"; exit 0' TERM
        : >"$1/.mounted"
        while :; do sleep 1 & wait $!; done
        """;

    private readonly GuardedProcess holder;

    private SmallDisk(string folder, GuardedProcess holder) => (Folder, this.holder) = (folder, holder);

    public string Folder { get; }

    /// <param name="ground">Where it is mounted.</param>
    /// <param name="size">As tmpfs takes it: "64k", "24m".</param>
    /// <param name="owner">Account that may write.</param>
    public static async Task<SmallDisk> MountAsync(Ground ground, string size, string owner)
    {
        var place = ground.NewFolder("disk");
        var folder = Path.Combine(place, "mounted");
        Directory.CreateDirectory(folder);
        var log = Path.Combine(place, "log");
        var holder = GuardedProcess.Start(place, log, "TERM", Environment.UserName, new Dictionary<string, string>(), "sh", "-c", Hold, "hold", folder, size);
        var mark = Path.Combine(folder, ".mounted");
        await Readiness.WaitAsync($"a disk of {size}", holder, () => File.Exists(mark) ? Task.CompletedTask : Task.FromException(new IOException("not mounted yet")));
        File.Delete(mark);
        await Account.OwnAsync(owner, folder);
        return new SmallDisk(folder, holder);
    }

    /// <summary>As if somebody had made room.</summary>
    public Task GrowAsync(string size) => Account.RunAsync("mount", "-o", $"remount,size={size}", Folder);

    /// <summary>Takes what is left with one file.</summary>
    /// <returns>That file: removing it makes room.</returns>
    public string Fill()
    {
        var filler = Path.Combine(Folder, "filler");
        using var file = File.Create(filler, bufferSize: 0);
        try
        {
            var block = new byte[4096];
            while (true) file.Write(block);
        }
        catch (IOException)
        {
            return filler;
        }
    }

    public ValueTask DisposeAsync() => holder.DisposeAsync();
}
