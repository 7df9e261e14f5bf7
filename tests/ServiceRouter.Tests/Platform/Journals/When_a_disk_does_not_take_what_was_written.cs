using System.IO.Pipes;
using Microsoft.Win32.SafeHandles;
using ServiceRouter.Platform.Journals;

namespace ServiceRouter.Tests.Platform.Journals;

public sealed class When_a_disk_does_not_take_what_was_written
{
    [Fact]
    public void It_is_said()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "other systems have other calls");
        // Nothing of a pipe can be brought to a disk: .NET's own way says that it was.
        using var pipe = new AnonymousPipeServerStream(PipeDirection.Out);
        using var file = new SafeFileHandle(pipe.SafePipeHandle.DangerousGetHandle(), ownsHandle: false);
        FluentActions.Invoking(() => RandomAccess.FlushToDisk(file)).Should().NotThrow();

        FluentActions.Invoking(() => DiskFolder.Flush(file)).Should().Throw<IOException>().WithMessage("*error 22");
    }

    [Fact]
    public void What_was_taken_is_no_fault()
    {
        var path = Path.Combine(Directory.CreateTempSubdirectory("service-router-flush-").FullName, "one", "two");

        DiskFolder.Create(path);
        DiskFolder.Create(path);
        using var file = DiskFolder.Open(Path.Combine(path, "file"), FileMode.CreateNew, FileShare.Read);
        file.Write("word"u8);

        FluentActions.Invoking(() => DiskFolder.Flush(file)).Should().NotThrow();
        FluentActions.Invoking(() => DiskFolder.Sync(path)).Should().NotThrow();
    }
}
