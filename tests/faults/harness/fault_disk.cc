#include "tests/faults/harness/fault_disk.h"

#include <rocksdb/file_system.h>
#include <signal.h>
#include <unistd.h>

#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/synchronization/mutex.h"

namespace attest {
namespace {

using rocksdb::FileOptions;
using rocksdb::FSDirectory;
using rocksdb::FSWritableFile;
using rocksdb::IODebugContext;
using rocksdb::IOOptions;
using rocksdb::IOStatus;
using rocksdb::Slice;

DiskVerb VerbOf(FileOperation operation) {
  switch (operation) {
    case FileOperation::kCreate:
      return DiskVerb::kCreate;
    case FileOperation::kWrite:
      return DiskVerb::kWrite;
    case FileOperation::kSync:
      return DiskVerb::kSync;
    case FileOperation::kRename:
      return DiskVerb::kRename;
    case FileOperation::kRemove:
      return DiskVerb::kRemove;
    case FileOperation::kSyncDirectory:
      return DiskVerb::kSyncDirectory;
  }
  return DiskVerb::kWrite;
}

}  // namespace

void KillThisProcess() {
  kill(getpid(), SIGKILL);
  _exit(1);
}

Outcome FaultAt::Before(const DiskOperation& operation) {
  const std::string name = PointName(operation);
  const bool here =
      absl::EndsWith(point_, "*")
          ? absl::StartsWith(name, point_.substr(0, point_.size() - 1))
          : name == point_;
  if (!here || ++seen_ < number_) return Outcome::kProceed;
  hit_ = true;
  return outcome_;
}

// The file system that shows what passes through it.
class FaultDisk::Observed : public rocksdb::FileSystemWrapper {
 public:
  explicit Observed(std::vector<DiskObserver*> observers)
      : FileSystemWrapper(rocksdb::FileSystem::Default()),
        observers_(std::move(observers)) {}

  [[nodiscard]] const char* Name() const override { return "FaultDisk"; }

  // Does `real` unless an observer objects; `half` is what a torn write does.
  IOStatus Perform(
      const DiskOperation& operation, absl::FunctionRef<IOStatus()> real,
      absl::FunctionRef<void()> half = [] {}) {
    const absl::MutexLock lock(&mutex_);
    switch (AskAll(operation)) {
      case Outcome::kProceed:
        break;
      case Outcome::kFail:
        return IOStatus::IOError("injected", operation.path);
      case Outcome::kNoSpace:
        return IOStatus::NoSpace("injected", operation.path);
      case Outcome::kTear:
        half();
        KillThisProcess();
      case Outcome::kCrash:
        KillThisProcess();
    }
    IOStatus status = real();
    if (status.ok()) TellAll(operation);
    return status;
  }

  absl::Status Ask(const DiskOperation& operation) {
    const absl::MutexLock lock(&mutex_);
    switch (AskAll(operation)) {
      case Outcome::kProceed:
        TellAll(operation);
        return absl::OkStatus();
      case Outcome::kFail:
        return absl::UnavailableError(
            absl::StrCat("injected: ", operation.path));
      case Outcome::kNoSpace:
        return absl::ResourceExhaustedError(
            absl::StrCat("injected: ", operation.path));
      case Outcome::kTear:
      case Outcome::kCrash:
        KillThisProcess();
    }
    return absl::OkStatus();
  }

  void BetweenOperations(absl::FunctionRef<void()> look) {
    const absl::MutexLock lock(&mutex_);
    look();
  }

  IOStatus NewWritableFile(const std::string& path, const FileOptions& options,
                           std::unique_ptr<FSWritableFile>* result,
                           IODebugContext* debug) override;
  IOStatus ReopenWritableFile(const std::string& path,
                              const FileOptions& options,
                              std::unique_ptr<FSWritableFile>* result,
                              IODebugContext* debug) override;
  IOStatus NewDirectory(const std::string& path, const IOOptions& options,
                        std::unique_ptr<FSDirectory>* result,
                        IODebugContext* debug) override;

  // Neither is used by the options that a log opens RocksDB with; if that
  // changes, they must be observed first.
  IOStatus ReuseWritableFile(const std::string&, const std::string&,
                             const FileOptions&,
                             std::unique_ptr<FSWritableFile>*,
                             IODebugContext*) override {
    return IOStatus::NotSupported("not observed: ReuseWritableFile");
  }
  IOStatus NewRandomRWFile(const std::string& path, const FileOptions& options,
                           std::unique_ptr<rocksdb::FSRandomRWFile>* result,
                           IODebugContext* debug) override {
    // Asked for to write global sequence numbers, which are not written.
    return Perform({DiskVerb::kReopen, path, ""}, [&] {
      return FileSystemWrapper::NewRandomRWFile(path, options, result, debug);
    });
  }

  IOStatus DeleteFile(const std::string& path, const IOOptions& options,
                      IODebugContext* debug) override {
    return Perform({DiskVerb::kRemove, path, ""}, [&] {
      return FileSystemWrapper::DeleteFile(path, options, debug);
    });
  }
  IOStatus Truncate(const std::string& path, size_t size,
                    const IOOptions& options, IODebugContext* debug) override {
    return Perform({DiskVerb::kTruncate, path, ""}, [&] {
      return FileSystemWrapper::Truncate(path, size, options, debug);
    });
  }
  IOStatus CreateDir(const std::string& path, const IOOptions& options,
                     IODebugContext* debug) override {
    return Perform({DiskVerb::kMakeDirectory, path, ""}, [&] {
      return FileSystemWrapper::CreateDir(path, options, debug);
    });
  }
  IOStatus CreateDirIfMissing(const std::string& path, const IOOptions& options,
                              IODebugContext* debug) override {
    if (FileExists(path, options, debug).ok()) return IOStatus::OK();
    return CreateDir(path, options, debug);
  }
  IOStatus RenameFile(const std::string& from, const std::string& to,
                      const IOOptions& options,
                      IODebugContext* debug) override {
    return Perform({DiskVerb::kRename, to, from}, [&] {
      return FileSystemWrapper::RenameFile(from, to, options, debug);
    });
  }
  IOStatus LinkFile(const std::string& from, const std::string& to,
                    const IOOptions& options, IODebugContext* debug) override {
    return Perform({DiskVerb::kLink, to, from}, [&] {
      return FileSystemWrapper::LinkFile(from, to, options, debug);
    });
  }

 private:
  Outcome AskAll(const DiskOperation& operation)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    for (DiskObserver* observer : observers_) {
      const Outcome outcome = observer->Before(operation);
      if (outcome != Outcome::kProceed) return outcome;
    }
    return Outcome::kProceed;
  }
  void TellAll(const DiskOperation& operation)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    for (DiskObserver* observer : observers_) observer->After(operation);
  }

  absl::Mutex mutex_;
  const std::vector<DiskObserver*> observers_ ABSL_GUARDED_BY(mutex_);
};

namespace {

template <class Disk>
class ObservedFile : public rocksdb::FSWritableFileOwnerWrapper {
 public:
  ObservedFile(std::unique_ptr<FSWritableFile> file, std::string path,
               Disk* disk)
      : FSWritableFileOwnerWrapper(std::move(file)),
        path_(std::move(path)),
        disk_(disk) {}

  IOStatus Append(const Slice& data, const IOOptions& options,
                  IODebugContext* debug) override {
    return disk_->Perform(
        {DiskVerb::kWrite, path_, ""},
        [&] { return target()->Append(data, options, debug); },
        [&] {
          const Slice half(data.data(), data.size() / 2);
          target()->Append(half, options, debug).PermitUncheckedError();
        });
  }
  IOStatus Append(const Slice& data, const IOOptions& options,
                  const rocksdb::DataVerificationInfo&,
                  IODebugContext* debug) override {
    return Append(data, options, debug);
  }
  IOStatus PositionedAppend(const Slice& data, uint64_t offset,
                            const IOOptions& options,
                            IODebugContext* debug) override {
    return disk_->Perform({DiskVerb::kWrite, path_, ""}, [&] {
      return target()->PositionedAppend(data, offset, options, debug);
    });
  }
  IOStatus PositionedAppend(const Slice& data, uint64_t offset,
                            const IOOptions& options,
                            const rocksdb::DataVerificationInfo&,
                            IODebugContext* debug) override {
    return PositionedAppend(data, offset, options, debug);
  }
  IOStatus Truncate(uint64_t size, const IOOptions& options,
                    IODebugContext* debug) override {
    return disk_->Perform({DiskVerb::kTruncate, path_, ""}, [&] {
      return target()->Truncate(size, options, debug);
    });
  }
  IOStatus Sync(const IOOptions& options, IODebugContext* debug) override {
    return disk_->Perform({DiskVerb::kSync, path_, ""},
                          [&] { return target()->Sync(options, debug); });
  }
  IOStatus Fsync(const IOOptions& options, IODebugContext* debug) override {
    return disk_->Perform({DiskVerb::kSync, path_, ""},
                          [&] { return target()->Fsync(options, debug); });
  }

 private:
  const std::string path_;
  Disk* const disk_;
};

template <class Disk>
class ObservedDirectory : public rocksdb::FSDirectoryWrapper {
 public:
  ObservedDirectory(std::unique_ptr<FSDirectory> directory, std::string path,
                    Disk* disk)
      : FSDirectoryWrapper(std::move(directory)),
        path_(std::move(path)),
        disk_(disk) {}

  IOStatus Fsync(const IOOptions& options, IODebugContext* debug) override {
    return disk_->Perform({DiskVerb::kSyncDirectory, path_, ""}, [&] {
      return FSDirectoryWrapper::Fsync(options, debug);
    });
  }
  IOStatus FsyncWithDirOptions(
      const IOOptions& options, IODebugContext* debug,
      const rocksdb::DirFsyncOptions& directory_options) override {
    return disk_->Perform({DiskVerb::kSyncDirectory, path_, ""}, [&] {
      return FSDirectoryWrapper::FsyncWithDirOptions(options, debug,
                                                     directory_options);
    });
  }

 private:
  const std::string path_;
  Disk* const disk_;
};

}  // namespace

IOStatus FaultDisk::Observed::NewWritableFile(
    const std::string& path, const FileOptions& options,
    std::unique_ptr<FSWritableFile>* result, IODebugContext* debug) {
  std::unique_ptr<FSWritableFile> file;
  IOStatus status = Perform({DiskVerb::kCreate, path, ""}, [&] {
    return FileSystemWrapper::NewWritableFile(path, options, &file, debug);
  });
  if (!status.ok()) return status;
  *result =
      std::make_unique<ObservedFile<Observed>>(std::move(file), path, this);
  return status;
}

IOStatus FaultDisk::Observed::ReopenWritableFile(
    const std::string& path, const FileOptions& options,
    std::unique_ptr<FSWritableFile>* result, IODebugContext* debug) {
  std::unique_ptr<FSWritableFile> file;
  IOStatus status = Perform({DiskVerb::kReopen, path, ""}, [&] {
    return FileSystemWrapper::ReopenWritableFile(path, options, &file, debug);
  });
  if (!status.ok()) return status;
  *result =
      std::make_unique<ObservedFile<Observed>>(std::move(file), path, this);
  return status;
}

IOStatus FaultDisk::Observed::NewDirectory(const std::string& path,
                                           const IOOptions& options,
                                           std::unique_ptr<FSDirectory>* result,
                                           IODebugContext* debug) {
  std::unique_ptr<FSDirectory> directory;
  IOStatus status =
      FileSystemWrapper::NewDirectory(path, options, &directory, debug);
  if (!status.ok()) return status;
  *result = std::make_unique<ObservedDirectory<Observed>>(std::move(directory),
                                                          path, this);
  return status;
}

FaultDisk::FaultDisk(std::vector<DiskObserver*> observers)
    : observed_(std::make_shared<Observed>(std::move(observers))),
      env_(rocksdb::NewCompositeEnv(observed_)) {}

FaultDisk::~FaultDisk() = default;

FileHook FaultDisk::hook() const {
  return
      [observed = observed_](FileOperation operation, const std::string& path) {
        return observed->Ask({VerbOf(operation), path, ""});
      };
}

void FaultDisk::BetweenOperations(absl::FunctionRef<void()> look) const {
  observed_->BetweenOperations(look);
}

}  // namespace attest
